package io.trajan.vassal.process.worker;

import io.trajan.request.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The head of an answer: {@code u16 status | u16 size | name NUL value NUL name NUL value}.
 * Immutable.
 *
 * @param status from 100 to 999
 * @param fields in their order, one character per byte
 */
public record AnswerHead(int status, Fields fields) {
  private static final int FIXED_BYTES = 4;

  /**
   * Reads a head and moves past it, to the first byte of the body.
   *
   * @throws BadFrameException with the value and the expectation
   */
  public static AnswerHead read(ByteBuffer payload) throws BadFrameException {
    if (payload.remaining() < FIXED_BYTES) {
      throw new BadFrameException(
          "an answer of " + payload.remaining() + " bytes, expected a head");
    }
    int status = Short.toUnsignedInt(payload.getShort());
    int size = Short.toUnsignedInt(payload.getShort());
    if (status < 100 || status > 999) {
      throw new BadFrameException("status " + status + ", expected 100 to 999");
    }
    if (size > payload.remaining()) {
      throw new BadFrameException(
          "a head of " + size + " bytes in a frame that has " + payload.remaining() + " left");
    }
    return new AnswerHead(status, fields(payload, size));
  }

  private static Fields fields(ByteBuffer payload, int size) throws BadFrameException {
    byte[] bytes = new byte[size];
    payload.get(bytes);
    Fields fields = new Fields();
    int at = 0;
    while (at < size) {
      int nameEnd = end(bytes, at);
      if (nameEnd == size || nameEnd == at) {
        throw new BadFrameException("a field at byte " + at + " without a name and a value");
      }
      int valueEnd = end(bytes, nameEnd + 1);
      fields.add(text(bytes, at, nameEnd), text(bytes, nameEnd + 1, valueEnd));
      at = valueEnd + 1;
    }
    return fields;
  }

  private static int end(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != 0) {
      at++;
    }
    return at;
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
