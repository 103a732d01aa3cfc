package io.trajan.vassal.process.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Frames of the worker protocol, see WORKER-PROTOCOL.md. Pure functions; any thread.
 *
 * <pre>
 *   u32 size of the payload | u8 type | u8 flags | u16 id | payload      little endian
 * </pre>
 */
public final class Frames {
  /** Emperor to worker: a request. */
  public static final int REQUEST = 1;

  /** A piece of its body. */
  public static final int BODY = 2;

  /** More bytes of answer may come. */
  public static final int CREDIT = 3;

  /** The client is gone. */
  public static final int ABORT = 4;

  /** Finish and leave. */
  public static final int RETIRE = 5;

  /** Settings, after the connection. */
  public static final int HELLO_OK = 6;

  /** Bytes of a client whose connection was taken over. */
  public static final int RAW_IN = 7;

  /** Give back a request not yet begun. */
  public static final int TAKE_BACK = 8;

  /** Worker to emperor: who it is; it is ready. */
  public static final int HELLO = 65;

  /** Status, fields, and the first or all bytes of the body. */
  public static final int ANSWER = 66;

  /** Bytes of the body. */
  public static final int DATA = 67;

  /** Bytes of the request's body are wanted. */
  public static final int PULL = 69;

  /** The answer breaks off. */
  public static final int BROKEN = 70;

  /** The program takes the connection over. */
  public static final int HIJACK = 71;

  /** Bytes for the client of a connection taken over. */
  public static final int RAW = 72;

  /** Memory and requests of the process. */
  public static final int STATS = 73;

  /** A text for the log. */
  public static final int LOG = 74;

  /** Trailer fields; the answer ends. */
  public static final int TRAILERS = 75;

  /** An interim answer. */
  public static final int INTERIM = 76;

  /** A request was given back. */
  public static final int GIVEN = 77;

  /** The thread is free though the answer or connection goes on. */
  public static final int FREE = 79;

  /** Flag: nothing follows. */
  public static final int LAST = 1;

  /** Flag of {@link #BODY}: the rest will not come. */
  public static final int FAILED = 2;

  /** Flag of {@link #ANSWER}: raw bytes follow instead of a body. */
  public static final int RAW_FOLLOWS = 2;

  /** Flag of {@link #REQUEST}: a body can be pulled. */
  public static final int HAS_BODY = 1;

  /** Flag of {@link #REQUEST}: the body's length is not known. */
  public static final int UNKNOWN_LENGTH = 2;

  /** Flag of {@link #REQUEST}: the connection can be taken over. */
  public static final int MAY_HIJACK = 4;

  /** Flag of {@link #REQUEST}: a u32 size of the block comes first, the whole body after it. */
  public static final int BODY_INCLUDED = 8;

  /** Bytes before the payload. */
  public static final int HEADER_BYTES = 8;

  /** The longest payload, either way: 1 MiB and room for what stands before the bytes. */
  public static final int MOST_BYTES = (1 << 20) + 1024;

  private Frames() {}

  /**
   * Takes the next frame from the buffer and moves past it; null, and nothing moved, when it is not
   * there as a whole yet. The buffer's order is little endian.
   *
   * @throws BadFrameException when it is too long to ever be
   */
  public static @Nullable Frame next(ByteBuffer buffer) throws BadFrameException {
    if (buffer.remaining() < HEADER_BYTES) {
      return null;
    }
    int start = buffer.position();
    int size = buffer.getInt(start);
    if (size < 0 || size > MOST_BYTES) {
      throw new BadFrameException(
          "a frame of "
              + Integer.toUnsignedString(size)
              + " bytes, expected at most "
              + MOST_BYTES);
    }
    if (buffer.remaining() - HEADER_BYTES < size) {
      return null;
    }
    int type = buffer.get(start + 4) & 0xFF;
    int flags = buffer.get(start + 5) & 0xFF;
    int id = Short.toUnsignedInt(buffer.getShort(start + 6));
    ByteBuffer payload = buffer.slice(start + HEADER_BYTES, size).order(ByteOrder.LITTLE_ENDIAN);
    buffer.position(start + HEADER_BYTES + size);
    return new Frame(type, flags, id, payload);
  }

  /** A whole frame, ready to be written. */
  public static ByteBuffer of(int type, int flags, int id, ByteBuffer payload) {
    ByteBuffer frame = begin(type, flags, id, payload.remaining());
    return frame.put(payload.duplicate()).flip();
  }

  /** A frame without a payload. */
  public static ByteBuffer of(int type, int flags, int id) {
    return begin(type, flags, id, 0).flip();
  }

  /** A frame that carries one number. */
  public static ByteBuffer ofNumber(int type, int id, int number) {
    return begin(type, 0, id, 4).putInt(number).flip();
  }

  private static ByteBuffer begin(int type, int flags, int id, int size) {
    return ByteBuffer.allocate(HEADER_BYTES + size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(size)
        .put((byte) type)
        .put((byte) flags)
        .putShort((short) id);
  }
}
