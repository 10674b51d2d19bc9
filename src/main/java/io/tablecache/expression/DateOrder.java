package io.tablecache.expression;

import org.jspecify.annotations.Nullable;

/** In which order a session reads day and month of a date whose year comes last. */
public enum DateOrder {
  DAY_FIRST,
  MONTH_FIRST;

  /** The order that a DateStyle says; null if it says another. */
  public static @Nullable DateOrder of(String dateStyle) {
    if (dateStyle.endsWith(", DMY")) {
      return DAY_FIRST;
    }
    return dateStyle.endsWith(", MDY") ? MONTH_FIRST : null;
  }

  /** Whether a text starts as dates do that this order decides, {@code 03/04/2026}. */
  public static boolean decides(String text) {
    String trimmed = TextInput.trim(text);
    return trimmed.length() >= 10
        && (trimmed.charAt(2) == '/' || trimmed.charAt(2) == '-')
        && trimmed.charAt(5) == trimmed.charAt(2);
  }
}
