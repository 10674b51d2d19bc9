package io.tablecache.expression;

import static io.tablecache.model.ValueType.DATE;
import static io.tablecache.model.ValueType.TEXT;
import static io.tablecache.model.ValueType.TIMESTAMP;
import static io.tablecache.model.ValueType.TIMESTAMPTZ;

import io.tablecache.model.ValueType;
import java.util.List;
import java.util.Map;
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

  /** The formats that read texts of their own shape as casts do; each 9 stands for a digit. */
  private static final Map<String, String> SHAPES =
      Map.of(
          "YYYY-MM-DD", "9999-99-99",
          "YYYY-MM-DD HH24:MI", "9999-99-99 99:99",
          "YYYY-MM-DD HH24:MI:SS", "9999-99-99 99:99:99",
          "YYYY-MM-DD HH24:MI:SS.MS", "9999-99-99 99:99:99.999",
          "YYYY-MM-DD HH24:MI:SS.US", "9999-99-99 99:99:99.999999");

  private static final String DATE_SHAPE = "9999-99-99 ";

  /** The local time that a text of just the format's shape has. */
  private static long local(Vector[] arguments, int row) throws EvaluationException {
    String text = RowFunction.text(arguments[0], row);
    String shape = SHAPES.get(RowFunction.text(arguments[1], row));
    Object value =
        shape != null && hasShape(text, shape)
            ? TextInput.parse(text, ValueType.TIMESTAMP, null)
            : null;
    if (value == null) {
      throw new EvaluationException("a format of dates beyond the common ones");
    }
    return (Long) value;
  }

  /** Casts take 24:00:00 and the second 60, formats do not. */
  private static boolean hasShape(String text, String shape) {
    if (text.length() != shape.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (shape.charAt(i) == '9' ? c < '0' || c > '9' : c != shape.charAt(i)) {
        return false;
      }
    }
    int time = DATE_SHAPE.length();
    return !text.startsWith("24", time) && !text.startsWith(":60", time + "99:99".length());
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
