package io.tablecache.index;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text as strings and as the UTF-8 bytes that columns hold. */
final class Texts {
  private Texts() {}

  static byte[] encode(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The text of a value, which must be valid UTF-8: else two different values could become one key.
   */
  static String decode(Column column, int position) {
    int start = column.start(position);
    ByteBuffer bytes = ByteBuffer.wrap(column.source(), start, column.end(position) - start);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("a segment column has a value that is not UTF-8", e);
    }
  }
}
