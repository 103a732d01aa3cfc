package io.trajan.vassal.process.warden;

import io.trajan.vassal.process.worker.BadFrameException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a warden's control stream. Pure functions; any thread.
 *
 * <pre>
 *   u8 type | u8 zero | u16 zero | u32 size of the payload | payload      little endian
 * </pre>
 *
 * @param type a letter
 * @param payload a view of the reader's buffer, valid while it is handled
 */
public record ControlFrame(char type, ByteBuffer payload) {
  static final int HEADER_BYTES = 8;

  /** The longest payload a warden sends is 32 KiB and the count before it. */
  static final int MOST_BYTES = 64 * 1024;

  /**
   * Takes the next frame from the buffer and moves past it; null, and nothing moved, when it is not
   * there as a whole yet. The buffer's order is little endian.
   *
   * @throws BadFrameException when it cannot be a frame
   */
  public static @Nullable ControlFrame next(ByteBuffer buffer) throws BadFrameException {
    if (buffer.remaining() < HEADER_BYTES) {
      return null;
    }
    int start = buffer.position();
    int head = buffer.getInt(start);
    int size = buffer.getInt(start + 4);
    if ((head & 0xFFFFFF00) != 0 || size < 0 || size > MOST_BYTES) {
      throw new BadFrameException(
          "a control frame of type "
              + (head & 0xFF)
              + " with "
              + Integer.toUnsignedString(size)
              + " bytes, expected three zeros and at most "
              + MOST_BYTES);
    }
    if (buffer.remaining() - HEADER_BYTES < size) {
      return null;
    }
    ByteBuffer payload = buffer.slice(start + HEADER_BYTES, size).order(ByteOrder.LITTLE_ENDIAN);
    buffer.position(start + HEADER_BYTES + size);
    return new ControlFrame((char) head, payload);
  }

  /** The payload as a text. */
  public String text() {
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The order to send a signal to the program. */
  public static ByteBuffer kill(int signal) {
    return begin('K', 2).put((byte) signal).put((byte) 0).flip();
  }

  /** The order to send a signal to the one process that has this pid inside its namespace. */
  public static ByteBuffer kill(int signal, int pid) {
    return begin('K', 8).put((byte) signal).put((byte) 2).putShort((short) 0).putInt(pid).flip();
  }

  /** The order to end everything, politely for so long. */
  public static ByteBuffer stop(int mercyMillis) {
    return begin('Q', 4).putInt(mercyMillis).flip();
  }

  /** Whether it goes on when the emperor is gone. */
  public static ByteBuffer survive(boolean yes) {
    return begin('M', 1).put((byte) (yes ? 1 : 0)).flip();
  }

  private static ByteBuffer begin(char type, int size) {
    return ByteBuffer.allocate(HEADER_BYTES + size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(type)
        .putInt(size);
  }
}
