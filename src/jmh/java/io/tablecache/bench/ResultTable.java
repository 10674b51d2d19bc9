package io.tablecache.bench;

import java.util.List;
import java.util.Locale;

/** The table of everything that was measured. */
final class ResultTable {
  private static final String FORMAT = "%-46s %14s %14s %12s %7s  %-8s %-18s %s%n";

  private ResultTable() {}

  static String of(List<Comparison> comparisons) {
    StringBuilder table = new StringBuilder();
    table.append(FORMAT.formatted("", "cache", "twin", "ratio", "noise", "required", "aim", ""));
    for (Comparison comparison : comparisons) {
      Row row = comparison.row();
      boolean hasTwin = row.twin() != null;
      table.append(
          FORMAT.formatted(
              row.name(),
              cost(comparison.cache(), row.cache()),
              hasTwin ? cost(comparison.twin(), row.cache()) : "",
              hasTwin ? row.show().text(comparison.ratio()) : "",
              "± %.0f %%".formatted(comparison.noise() * 100),
              row.required().text(),
              row.aim().text(),
              verdict(comparison)));
    }
    return table.toString();
  }

  private static String cost(double cost, Side side) {
    boolean isSmall = cost < 100 && !side.unit().equals("ns");
    return String.format(Locale.ROOT, isSmall ? "%.1f %s" : "%,.0f %s", cost, side.unit());
  }

  private static String verdict(Comparison comparison) {
    Row row = comparison.row();
    if (!comparison.meets(row.required())) {
      return comparison.clearlyMisses(row.required()) ? "REQUIRED MISSED" : "required?";
    }
    if (!row.aim().isAsked()) {
      return row.required().isAsked() ? "met" : "";
    }
    if (comparison.meets(row.aim())) {
      return "met";
    }
    return comparison.clearlyMisses(row.aim()) ? "aim missed" : "aim?";
  }
}
