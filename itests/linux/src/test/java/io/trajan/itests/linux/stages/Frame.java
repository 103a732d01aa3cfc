package io.trajan.itests.linux.stages;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A frame of the control stream; of type {@link #END} when the stream ended.
 *
 * @param type its letter
 * @param payload its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares frames
record Frame(char type, byte[] payload) {
  static final char END = '$';

  String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }

  /** What the program wrote, of a frame of output. */
  String output() {
    return new String(payload, 4, payload.length - 4, StandardCharsets.UTF_8);
  }

  /** How many bytes were dropped before this frame of output. */
  int dropped() {
    return ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  static byte[] encoded(char type, byte... payload) {
    ByteBuffer frame = ByteBuffer.allocate(8 + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    return frame.putInt(type).putInt(payload.length).put(payload).array();
  }

  @Override
  public String toString() {
    return type + " " + (type == 'O' || type == 'E' ? output() : text());
  }
}
