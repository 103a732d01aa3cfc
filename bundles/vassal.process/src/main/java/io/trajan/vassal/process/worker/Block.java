package io.trajan.vassal.process.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing frame with the variables of a request: {@code KEY NUL VALUE NUL KEY NUL VALUE}. What
 * holds a zero itself is left out. One thread.
 */
final class Block {
  private static final int START_BYTES = 1024;

  private byte[] bytes = new byte[START_BYTES];
  private int length;
  private int start;
  private boolean first = true;

  /** Begins with so many bytes kept free. */
  Block(int reserved) {
    this.length = reserved;
    this.start = reserved;
  }

  /** Adds a variable whose name is known to be sound. */
  void add(byte[] name, String value) {
    if (value.indexOf(0) >= 0) {
      return;
    }
    room(name.length + value.length() + 2);
    if (!first) {
      bytes[length++] = 0;
    }
    first = false;
    System.arraycopy(name, 0, bytes, length, name.length);
    length += name.length;
    bytes[length++] = 0;
    latin1(value);
  }

  /** Adds a variable. */
  void add(String name, String value) {
    add(name.getBytes(StandardCharsets.ISO_8859_1), value);
  }

  /** Adds bytes behind the variables. */
  void append(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  @SuppressWarnings(
      "deprecation") // Takes the low byte of each character without a copy: ISO-8859-1.
  private void latin1(String value) {
    value.getBytes(0, value.length(), bytes, length);
    length += value.length();
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  /** How many bytes of variables there are. */
  int size() {
    return length - start;
  }

  /** Everything, with the reserved bytes first; little endian. */
  ByteBuffer all() {
    return ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
