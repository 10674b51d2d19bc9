package io.tablecache.config;

import com.typesafe.config.ConfigException.BadPath;
import com.typesafe.config.ConfigException.BadValue;
import com.typesafe.config.ConfigException.WrongType;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One {@code { ... }} of the config, read strictly: a key that it does not know, or a value of
 * another type, is an error that names file, line and path.
 *
 * <p>A key whose value is null counts as not set. Immutable.
 */
final class Section {
  private final ConfigObject object;
  private final Origin origin;

  private Section(ConfigObject object, Origin origin) {
    this.object = object;
    this.origin = origin;
  }

  /** The file as a whole. */
  static Section root(ConfigObject object) {
    return new Section(object, new Origin(object.origin().description(), ""));
  }

  Origin origin() {
    return origin;
  }

  /** Where a key's value is written; where the section is, if it is not set. */
  Origin origin(String key) {
    ConfigValue value = object.get(key);
    return new Origin(value == null ? origin.description() : where(value), path(key));
  }

  private String path(String key) {
    return origin.path().isEmpty() ? quote(key) : origin.path() + "." + quote(key);
  }

  private static String quote(String key) {
    return ConfigUtil.joinPath(key);
  }

  /** A value that comes from elsewhere, such as the environment, has no line: its section has. */
  private String where(ConfigValue value) {
    ConfigOrigin at = value.origin();
    return at.lineNumber() > 0 || origin.path().isEmpty()
        ? at.description()
        : origin.description() + " (" + at.description() + ")";
  }

  /** An error about a key's value. */
  ConfigException error(String key, String message) {
    return origin(key).error(message);
  }

  boolean has(String key) {
    return value(key) != null;
  }

  private @Nullable ConfigValue value(String key) {
    ConfigValue value = object.get(key);
    return value == null || value.valueType() == ConfigValueType.NULL ? null : value;
  }

  /** The section if it has no other keys than the known ones. */
  Section allowing(Set<String> known) {
    for (String key : keys()) {
      if (!known.contains(key)) {
        String nearest = NearestKey.of(key, known);
        throw error(
            key,
            "unknown key. "
                + (nearest == null ? "" : "Did you mean '" + nearest + "'? ")
                + "Known here: "
                + String.join(", ", new TreeSet<>(known)));
      }
    }
    return this;
  }

  /** The keys in the order of the file, as far as lines tell. */
  List<String> keys() {
    List<String> keys = new ArrayList<>(object.keySet());
    keys.sort(
        (a, b) -> {
          int byLine = Integer.compare(line(a), line(b));
          return byLine != 0 ? byLine : a.compareTo(b);
        });
    return keys;
  }

  private int line(String key) {
    ConfigValue value = object.get(key);
    return value == null ? 0 : value.origin().lineNumber();
  }

  /** A section below this one, or null. */
  @Nullable Section section(String key) {
    ConfigValue value = value(key);
    if (value == null) {
      return null;
    }
    if (value instanceof ConfigObject inner) {
      return new Section(inner, origin(key));
    }
    throw error(key, "must be a section in braces, but is " + shown(value));
  }

  /** All keys of this section, each of which is a section; in the order of the file. */
  Map<String, Section> sections() {
    Map<String, Section> sections = new LinkedHashMap<>();
    for (String key : keys()) {
      Section section = section(key);
      if (section == null) {
        throw error(key, "must be a section in braces, but is null");
      }
      sections.put(key, section);
    }
    return sections;
  }

  /** A string, number or boolean as text, or null. */
  @Nullable String text(String key) {
    ConfigValue value = value(key);
    if (value == null) {
      return null;
    }
    if (value instanceof ConfigObject || value instanceof ConfigList) {
      throw error(key, "must be a single value, but is " + shown(value));
    }
    return String.valueOf(value.unwrapped());
  }

  /** A string, which must be there. */
  String requiredText(String key, String whatToDo) {
    String text = text(key);
    if (text == null) {
      throw origin.error("has no '" + key + "'. " + whatToDo);
    }
    return text;
  }

  /** A list of strings, or null. */
  @Nullable List<String> texts(String key) {
    ConfigValue value = value(key);
    if (value == null) {
      return null;
    }
    if (!(value instanceof ConfigList list)) {
      throw error(key, "must be a list of names such as [device_id], but is " + shown(value));
    }
    List<String> texts = new ArrayList<>();
    for (ConfigValue element : list) {
      if (element.valueType() != ConfigValueType.STRING) {
        throw error(key, "must be a list of names, but has the element " + shown(element));
      }
      texts.add(String.valueOf(element.unwrapped()));
    }
    return texts;
  }

  /** One of an enum's constants, written in lower case, or the default. */
  <E extends Enum<E>> E choice(String key, Class<E> type, E byDefault) {
    String text = text(key);
    if (text == null) {
      return byDefault;
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(java.util.Locale.ROOT);
      if (name.equals(text)) {
        return constant;
      }
      names.add(name);
    }
    throw error(key, "'" + text + "' is none of: " + String.join(", ", names));
  }

  /** A duration with its unit, or null. */
  @Nullable Duration duration(String key) {
    ConfigValue value = value(key);
    if (value == null) {
      return null;
    }
    String text = text(key);
    if (value.valueType() != ConfigValueType.STRING
        || !String.valueOf(text).matches(".*[A-Za-zµ]\\s*")) {
      throw error(key, "must be a duration with its unit, such as 15s or 2m, but is " + text);
    }
    Duration duration = parseDuration(key, value, String.valueOf(text));
    // The parser saturates at the longest duration that nanoseconds can count.
    if (duration.abs().compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0) {
      throw error(key, "the duration " + text + " is too long; at most 100000d");
    }
    return duration;
  }

  private Duration parseDuration(String key, ConfigValue value, String text) {
    try {
      return value.atKey("value").getDuration("value");
    } catch (BadValue | WrongType | BadPath | ArithmeticException notADuration) {
      throw error(
          key,
          "'"
              + text
              + "' is not a duration. Write a number and a unit (ms, s, m, h, d) such as 15s");
    }
  }

  /** A size in bytes, or the default. */
  long bytes(String key, long byDefault) {
    ConfigValue value = value(key);
    if (value == null) {
      return byDefault;
    }
    try {
      return value.atKey("value").getBytes("value");
    } catch (BadValue | WrongType notASize) {
      throw error(key, shown(value) + " is not a size. Write a number and a unit such as 256MiB");
    }
  }

  private static String shown(ConfigValue value) {
    return switch (value.valueType()) {
      case OBJECT -> "a section";
      case LIST -> "a list";
      case NULL -> "null";
      default -> "'" + value.unwrapped() + "'";
    };
  }
}
