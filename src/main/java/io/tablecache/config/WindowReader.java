package io.tablecache.config;

import io.tablecache.config.WindowRule.Bound;
import io.tablecache.config.WindowRule.Fixed;
import io.tablecache.config.WindowRule.Moving;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one {@code window} section. */
final class WindowReader {
  private static final Set<String> KEYS = Set.of("range", "from", "to", "margin", "zone");
  private static final Duration DEFAULT_MARGIN = Duration.ofSeconds(10);
  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
  private static final Pattern DURATION = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?\\s*[A-Za-zµ]+");

  private final Section section;

  WindowReader(Section section) {
    this.section = section.allowing(KEYS);
  }

  WindowRule read() {
    if (!section.has("range")) {
      throw section
          .origin()
          .error(
              "has no 'range'. Name the column that the window is an interval of, or leave the"
                  + " window out to cache the whole table");
    }
    String range = TableReader.column(section, "range");
    Bound from = bound("from");
    Bound to = bound("to");
    requireOrder(from, to);
    Duration margin = section.duration("margin");
    if (margin != null && margin.isNegative()) {
      throw section.error("margin", "must not be negative, but is " + section.text("margin"));
    }
    return new WindowRule(
        section.origin(), range, from, to, margin == null ? DEFAULT_MARGIN : margin, zone());
  }

  private ZoneId zone() {
    String text = section.text("zone");
    try {
      return ZoneId.of(text == null ? "UTC" : text);
    } catch (DateTimeException unknown) {
      throw section.error(
          "zone", "'" + text + "' is not a time zone. Write one such as UTC or Europe/Berlin");
    }
  }

  private @Nullable Bound bound(String key) {
    String text = section.text(key);
    if (text == null) {
      return null;
    }
    String trimmed = text.strip();
    if (INTEGER.matcher(trimmed).matches()) {
      return new Fixed(integer(key, trimmed).toString());
    }
    if (DURATION.matcher(trimmed).matches()) {
      Duration offset = section.duration(key);
      return offset == null ? null : new Moving(offset);
    }
    if (local(trimmed) == null && withOffset(trimmed) == null) {
      throw section.error(
          key,
          "'"
              + text
              + "' is no bound. Write a duration from now such as -2m, an ISO date or date-time in"
              + " quotes such as \"2026-01-01T00:00:00\", or an integer");
    }
    return new Fixed(trimmed);
  }

  private BigInteger integer(String key, String text) {
    BigInteger value = new BigInteger(text);
    if (value.bitLength() > 63) {
      throw section.error(key, text + " does not fit into a bigint");
    }
    return value;
  }

  private void requireOrder(@Nullable Bound from, @Nullable Bound to) {
    if (from == null || to == null) {
      return;
    }
    if ((from instanceof Moving && isInteger(to)) || (to instanceof Moving && isInteger(from))) {
      throw section.error("to", "'from' and 'to' are a time and an integer. Make them one kind");
    }
    if (isAfter(from, to)) {
      throw section.error(
          "from",
          "'from' ("
              + section.text("from")
              + ") is after 'to' ("
              + section.text("to")
              + "), so that no row is in the window. Exchange them");
    }
  }

  private static boolean isInteger(Bound bound) {
    return bound instanceof Fixed fixed && INTEGER.matcher(fixed.text()).matches();
  }

  /** Whether the order is known to be wrong; some pairs can be compared only with the catalog. */
  private boolean isAfter(Bound from, Bound to) {
    if (from instanceof Moving movingFrom && to instanceof Moving movingTo) {
      return movingFrom.offset().compareTo(movingTo.offset()) > 0;
    }
    if (!(from instanceof Fixed fixedFrom) || !(to instanceof Fixed fixedTo)) {
      return false;
    }
    if (isInteger(from) || isInteger(to)) {
      if (!isInteger(from) || !isInteger(to)) {
        throw section.error("to", "'from' and 'to' are a date and an integer. Make them one kind");
      }
      return new BigInteger(fixedFrom.text()).compareTo(new BigInteger(fixedTo.text())) > 0;
    }
    LocalDateTime localFrom = local(fixedFrom.text());
    LocalDateTime localTo = local(fixedTo.text());
    if (localFrom != null && localTo != null) {
      return localFrom.isAfter(localTo);
    }
    OffsetDateTime offsetFrom = withOffset(fixedFrom.text());
    OffsetDateTime offsetTo = withOffset(fixedTo.text());
    return offsetFrom != null && offsetTo != null && offsetFrom.isAfter(offsetTo);
  }

  private static @Nullable LocalDateTime local(String text) {
    try {
      return text.indexOf('T') < 0
          ? LocalDate.parse(text).atStartOfDay()
          : LocalDateTime.parse(text);
    } catch (DateTimeException ignored) {
      // Not of this form; the caller tries the next.
      return null;
    }
  }

  private static @Nullable OffsetDateTime withOffset(String text) {
    try {
      return OffsetDateTime.parse(text);
    } catch (DateTimeException ignored) {
      // Not of this form; the caller tries the next.
      return null;
    }
  }
}
