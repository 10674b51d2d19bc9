package io.tablecache.plan;

import org.jspecify.annotations.Nullable;

/**
 * A statement's text with its literals lifted out. Immutable; equal by text and literal classes.
 *
 * <p>In the text a mark stands for each literal, another one for each class; comments and runs of
 * white space are one blank.
 */
public final class Template {
  private final String text;

  Template(String text) {
    this.text = text;
  }

  /** The text with marks in place of the literals. */
  String text() {
    return text;
  }

  @Override
  public boolean equals(@Nullable Object o) {
    return o instanceof Template other && text.equals(other.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text with the literals' classes in place of the literals. */
  @Override
  public String toString() {
    String readable = text;
    for (Literal.Kind kind : Literal.Kind.values()) {
      readable = readable.replace(mark(kind), "<" + kind + ">");
    }
    return readable;
  }

  private static String mark(Literal.Kind kind) {
    return String.valueOf((char) (SqlScanner.FIRST_MARK + kind.ordinal()));
  }
}
