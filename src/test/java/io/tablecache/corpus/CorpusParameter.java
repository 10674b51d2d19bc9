package io.tablecache.corpus;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.HexFormat;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/**
 * A parameter of a statement: which setter takes it, and its value.
 *
 * @param type the corpus's name for the setter
 * @param value a number, a text, a list, or an offset from now, as the type says
 */
record CorpusParameter(String type, @Nullable Object value) {
  private static final String MD5 = "md5:";

  /** Hands the parameter to a statement. */
  void set(PreparedStatement statement, int index, RunTime time) throws SQLException {
    switch (type) {
      case "int" -> statement.setInt(index, ((Number) required()).intValue());
      case "long" -> statement.setLong(index, ((Number) required()).longValue());
      case "short" -> statement.setShort(index, ((Number) required()).shortValue());
      case "double" -> statement.setDouble(index, ((Number) required()).doubleValue());
      case "numeric" -> statement.setBigDecimal(index, new BigDecimal(text()));
      case "text" -> statement.setString(index, plain(text()));
      case "uuid" -> statement.setObject(index, UUID.fromString(plain(text())));
      case "jsonb" -> statement.setObject(index, jsonb());
      case "timestamp" -> statement.setTimestamp(index, Timestamp.valueOf(time.at(text())));
      case "timestampcal" ->
          statement.setTimestamp(
              index,
              Timestamp.valueOf(time.at(text())),
              Calendar.getInstance(TimeZone.getTimeZone("UTC")));
      case "localdatetime" -> statement.setObject(index, time.at(text()));
      case "offsetdatetime" -> statement.setObject(index, time.utc(text()));
      case "instant" -> statement.setObject(index, time.utc(text()).toInstant());
      case "zoneddatetime" -> statement.setObject(index, time.utc(text()).toZonedDateTime());
      case "utildate" ->
          statement.setObject(index, java.util.Date.from(time.utc(text()).toInstant()));
      case "utildatetyped" ->
          statement.setObject(
              index, java.util.Date.from(time.utc(text()).toInstant()), Types.TIMESTAMP);
      case "ldttyped_tz" ->
          statement.setObject(index, time.at(text()), Types.TIMESTAMP_WITH_TIMEZONE);
      case "sqldate" -> statement.setDate(index, Date.valueOf(time.at(text()).toLocalDate()));
      case "strdate", "strts", "strodt" -> statement.setString(index, written(time));
      case "unspecified" -> statement.setObject(index, written(time), Types.OTHER);
      case "epochms" -> statement.setLong(index, time.epochMillis(text()));
      case "epochd" -> statement.setDouble(index, time.epochSeconds(text()));
      case "int[]", "long[]", "text[]", "uuid[]", "timestamp[]" -> {
        Array array =
            statement.getConnection().createArrayOf(elementType(), elements(time).toArray());
        statement.setArray(index, array);
      }
      case "null" -> statement.setNull(index, Types.NULL);
      case "null:int" -> statement.setNull(index, Types.INTEGER);
      case "null:timestamp" -> statement.setNull(index, Types.TIMESTAMP);
      case "null:text" -> statement.setNull(index, Types.VARCHAR);
      default -> throw new IllegalArgumentException("Not a parameter's type: " + type);
    }
  }

  /** The parameter as a literal in the text, or null if none is meant the same. */
  @Nullable String literal(RunTime time) {
    return switch (type) {
      case "int", "long", "short", "double" -> required().toString();
      case "numeric" -> text();
      case "text", "uuid", "jsonb" -> quoted(plain(text()));
      case "timestamp", "localdatetime" -> quoted(nanos(time.at(text())));
      case "timestampcal", "offsetdatetime" -> quoted(nanos(time.at(text())) + "+00");
      case "sqldate" -> quoted(time.at(text()).toLocalDate().toString());
      case "strdate", "strts", "strodt", "unspecified" -> quoted(written(time));
      case "epochms" -> Long.toString(time.epochMillis(text()));
      case "epochd" -> BigDecimal.valueOf(time.epochSeconds(text())).toPlainString();
      case "int[]", "long[]" ->
          quoted(
              elements(time).stream()
                  .map(element -> element == null ? "NULL" : element.toString())
                  .collect(java.util.stream.Collectors.joining(",", "{", "}")));
      case "null", "null:int", "null:timestamp", "null:text" -> "NULL";
      default -> null;
    };
  }

  private Object required() {
    if (value == null) {
      throw new IllegalStateException(type + " has no value");
    }
    return value;
  }

  private String text() {
    return required().toString();
  }

  private PGobject jsonb() throws SQLException {
    PGobject object = new PGobject();
    object.setType("jsonb");
    object.setValue(text());
    return object;
  }

  /** A time as a text in ISO form. */
  private String written(RunTime time) {
    String offset = text().replaceFirst("^str\\w+:", "");
    return switch (type) {
      case "strdate" -> time.at(offset).toLocalDate().toString();
      case "strodt" -> time.utc(offset).toString();
      default -> time.at(offset).toString();
    };
  }

  private static String nanos(LocalDateTime time) {
    return time.toLocalDate()
        + " "
        + java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSSSS", java.util.Locale.ROOT)
            .format(time.atOffset(ZoneOffset.UTC));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /** The text itself, or the uuid that it asks for. */
  private static String plain(String text) {
    if (!text.startsWith(MD5)) {
      return text;
    }
    try {
      byte[] hash =
          MessageDigest.getInstance("MD5")
              .digest(text.substring(MD5.length()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of()
          .formatHex(hash)
          .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String elementType() {
    return switch (type) {
      case "int[]" -> "int4";
      case "long[]" -> "int8";
      case "uuid[]" -> "uuid";
      case "timestamp[]" -> "timestamp";
      default -> "text";
    };
  }

  private List<@Nullable Object> elements(RunTime time) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (Object element : (List<?>) required()) {
      elements.add(
          element == null
              ? null
              : switch (type) {
                case "int[]" -> (Object) ((Number) element).intValue();
                case "long[]" -> ((Number) element).longValue();
                case "uuid[]" -> UUID.fromString(plain(element.toString()));
                case "timestamp[]" -> RunTime.micros(time.at(element.toString()));
                default -> plain(element.toString());
              });
    }
    return elements;
  }
}
