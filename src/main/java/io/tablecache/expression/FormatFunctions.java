package io.tablecache.expression;

import static io.tablecache.model.ValueType.DATE;
import static io.tablecache.model.ValueType.TEXT;
import static io.tablecache.model.ValueType.TIMESTAMP;
import static io.tablecache.model.ValueType.TIMESTAMPTZ;

import io.tablecache.model.ValueType;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code to_char} of timestamps, and {@code to_date} and {@code to_timestamp} of texts. */
final class FormatFunctions {
  private FormatFunctions() {}

  static void register(Functions functions) {
    functions.add(
        new RowFunction(
            "to_char(timestamp,text)",
            TEXT,
            List.of(TIMESTAMP, TEXT),
            ScalarFunction.Dependence.NONE,
            context -> new ToChar(null)));
    functions.add(
        RowFunction.inZone(
            "to_char(timestamptz,text)",
            TEXT,
            List.of(TIMESTAMPTZ, TEXT),
            context -> new ToChar(new ZoneOffsets(context.zone()))));
    functions.add(
        RowFunction.of(
            "to_date(text,text)",
            DATE,
            List.of(TEXT, TEXT),
            (a, i, r) -> r.longs[i] = Math.floorDiv(local(a, i), DateTimes.MICROS_PER_DAY)));
    functions.add(
        RowFunction.inZone(
            "to_timestamp(text,text)",
            TIMESTAMPTZ,
            List.of(TEXT, TEXT),
            context -> {
              ZoneOffsets zone = new ZoneOffsets(context.zone());
              return (a, i, r) -> r.longs[i] = DateTimes.checked(zone.toInstant(local(a, i)));
            }));
  }

  /** The local time that a text of just the format's shape has. */
  private static long local(Vector[] arguments, int row) throws EvaluationException {
    String text = RowFunction.text(arguments[0], row);
    String format = RowFunction.text(arguments[1], row);
    // These formats read texts of their own shape as casts do.
    boolean isSupported =
        switch (format) {
          case "YYYY-MM-DD" -> text.length() == 10;
          case "YYYY-MM-DD HH24:MI" -> text.length() == 16;
          case "YYYY-MM-DD HH24:MI:SS" -> text.length() == 19;
          default -> false;
        };
    Object value = isSupported ? TextInput.parse(text, ValueType.TIMESTAMP, null) : null;
    boolean startsWithYear =
        isSupported && text.charAt(0) >= '0' && text.charAt(0) <= '9' && text.indexOf('T') < 0;
    if (value == null || !startsWithYear) {
      throw new EvaluationException("a format of dates beyond the common ones");
    }
    return (Long) value;
  }

  /** {@code to_char} over a block. */
  private static final class ToChar implements RowFunction.Body {
    private final @Nullable ZoneOffsets zone;
    private final CivilDate civil = new CivilDate();
    private @Nullable Object lastFormat;
    private @Nullable DateTimeFormat format;

    ToChar(@Nullable ZoneOffsets zone) {
      this.zone = zone;
    }

    @Override
    public void compute(Vector[] arguments, int row, Vector result) throws EvaluationException {
      long point = arguments[0].longs[row];
      String text = RowFunction.text(arguments[1], row);
      if (text.isEmpty() || DateTimes.isInfinite(point)) {
        throw new EvaluationException("a format or time that gives no text");
      }
      if (arguments[1].objects[row] != lastFormat) {
        format = DateTimeFormat.of(text);
        lastFormat = arguments[1].objects[row];
      }
      long local = zone == null ? point : zone.toLocal(point);
      result.objects[row] = Objects.requireNonNull(format).format(local, civil);
    }
  }
}
