package io.tablecache.plan;

/**
 * A statement's text with its literals lifted out. Immutable; equal by text and literal classes.
 */
public final class Template {
  private Template() {
    throw new UnsupportedOperationException();
  }
}
