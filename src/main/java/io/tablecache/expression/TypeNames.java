package io.tablecache.expression;

import io.tablecache.model.Oids;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The ways to write a built-in type in SQL. */
final class TypeNames {
  private static final String CATALOG_PREFIX = "pg_catalog.";

  private static final Map<String, Integer> KEYWORDS =
      Map.ofEntries(
          Map.entry("boolean", Oids.BOOL),
          Map.entry("smallint", Oids.INT2),
          Map.entry("int", Oids.INT4),
          Map.entry("integer", Oids.INT4),
          Map.entry("bigint", Oids.INT8),
          Map.entry("real", Oids.FLOAT4),
          Map.entry("float", Oids.FLOAT8),
          Map.entry("double precision", Oids.FLOAT8),
          Map.entry("decimal", Oids.NUMERIC),
          Map.entry("dec", Oids.NUMERIC),
          Map.entry("character varying", Oids.VARCHAR),
          Map.entry("char varying", Oids.VARCHAR),
          Map.entry("national character varying", Oids.VARCHAR),
          Map.entry("national char varying", Oids.VARCHAR),
          Map.entry("nchar varying", Oids.VARCHAR),
          Map.entry("character", Oids.BPCHAR),
          Map.entry("char", Oids.BPCHAR),
          Map.entry("national character", Oids.BPCHAR),
          Map.entry("national char", Oids.BPCHAR),
          Map.entry("nchar", Oids.BPCHAR),
          Map.entry("timestamp without time zone", Oids.TIMESTAMP),
          Map.entry("timestamp with time zone", Oids.TIMESTAMPTZ),
          Map.entry("time without time zone", Oids.TIME),
          Map.entry("time with time zone", 1266));

  private static final Pattern ARRAY =
      Pattern.compile("(.*?)(?:(?:\\s*\\[\\s*\\d*\\s*\\])+|\\s+array(?:\\s*\\[\\s*\\d+\\s*\\])?)");
  private static final Pattern MODIFIERS = Pattern.compile("\\(([^()]*)\\)");
  private static final Pattern INTERVAL_FIELDS =
      Pattern.compile(
          "interval (year|month|day|hour|minute|second|year to month|day to hour|day to minute"
              + "|day to second|hour to minute|hour to second|minute to second)");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  private TypeNames() {}

  static @Nullable Integer oid(String name) {
    String text = SPACES.matcher(name.strip().toLowerCase(Locale.ROOT)).replaceAll(" ");
    Matcher array = ARRAY.matcher(text);
    if (array.matches()) {
      Integer element = simple(array.group(1).strip());
      int oid = element == null ? 0 : SignatureCatalog.INSTANCE.arrayOf(element);
      return oid == 0 ? null : oid;
    }
    return simple(text);
  }

  private static @Nullable Integer simple(String text) {
    Matcher modifiers = MODIFIERS.matcher(text);
    String bare = SPACES.matcher(modifiers.replaceAll(" ")).replaceAll(" ").strip();
    if (bare.startsWith(CATALOG_PREFIX)) {
      return internal(bare.substring(CATALOG_PREFIX.length()));
    }
    if (bare.equals("float") && modifiers.reset().find()) {
      return ofFloat(modifiers.group(1).strip());
    }
    if (INTERVAL_FIELDS.matcher(bare).matches()) {
      return Oids.INTERVAL;
    }
    Integer keyword = KEYWORDS.get(bare);
    return keyword != null ? keyword : internal(bare);
  }

  private static @Nullable Integer ofFloat(String precision) {
    if (!precision.matches("\\d{1,2}")) {
      return null;
    }
    int bits = Integer.parseInt(precision);
    return bits >= 1 && bits <= 24
        ? Integer.valueOf(Oids.FLOAT4)
        : bits >= 25 && bits <= 53 ? Integer.valueOf(Oids.FLOAT8) : null;
  }

  private static @Nullable Integer internal(String name) {
    SignatureCatalog.Type type = SignatureCatalog.INSTANCE.type(name);
    return type == null || type.kind() == 'p' ? null : type.oid();
  }
}
