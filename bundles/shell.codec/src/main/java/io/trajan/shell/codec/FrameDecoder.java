package io.trajan.shell.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to frames; stateless and thread safe. A type that the other side may not send, a length
 * beyond the limit and a payload that is not exactly what the type says are malformed, as soon as
 * the bytes that show it are there.
 */
public final class FrameDecoder {
  static final int MAGIC = 'T' << 24 | 'R' << 16 | 'S' << 8 | 'H';

  private final boolean clientSends;

  private FrameDecoder(boolean clientSends) {
    this.clientSends = clientSends;
  }

  /** For the server: accepts what clients send. */
  public static FrameDecoder ofClient() {
    return new FrameDecoder(true);
  }

  /** For the client: accepts what servers send. */
  public static FrameDecoder ofServer() {
    return new FrameDecoder(false);
  }

  /**
   * Decodes the frame at the buffer's position and moves behind it, or leaves the position where it
   * is.
   */
  public Decoded decode(ByteBuffer in) {
    if (!in.hasRemaining()) {
      return new Decoded.Incomplete();
    }
    int code = in.get(in.position()) & 0xff;
    FrameType type = FrameType.of(code);
    if (type == null || type.fromClient() != clientSends) {
      return new Decoded.Malformed(
          0, "type " + code, "a type sent by a " + (clientSends ? "client" : "server"));
    }
    if (in.remaining() < Frame.HEADER) {
      return new Decoded.Incomplete();
    }
    int length = in.getInt(in.position() + 1);
    if (length < 0 || length > Frame.MAX_PAYLOAD) {
      return new Decoded.Malformed(
          1, "length " + Integer.toUnsignedLong(length), "at most " + Frame.MAX_PAYLOAD);
    }
    return in.remaining() < Frame.HEADER + length
        ? new Decoded.Incomplete()
        : payload(type, in, length);
  }

  private static Decoded payload(FrameType type, ByteBuffer in, int length) {
    ByteBuffer payload = in.slice(in.position() + Frame.HEADER, length);
    try {
      Frame frame = read(type, payload);
      check(
          !payload.hasRemaining(),
          payload,
          payload.remaining() + " bytes more",
          "the end of the frame");
      in.position(in.position() + Frame.HEADER + length);
      return new Decoded.Complete(frame);
    } catch (Bad e) {
      return new Decoded.Malformed(Frame.HEADER + e.offset, e.found, e.expected);
    }
  }

  private static Frame read(FrameType type, ByteBuffer in) throws Bad {
    return switch (type) {
      case HELLO -> hello(in);
      case RUN -> run(in);
      case INPUT -> new Frame.Input(rest(in));
      case END -> new Frame.End();
      case RESIZE -> new Frame.Resize(u16(in), u16(in));
      case INTERRUPT -> new Frame.Interrupt();
      case WELCOME -> new Frame.Welcome(u8(in), i32(in));
      case OUTPUT -> new Frame.Output(rest(in));
      case ERROR -> new Frame.ErrorOutput(rest(in));
      case MORE -> new Frame.More();
      case EXIT -> new Frame.Exit(u8(in), flags(in, 1) == 1, string(in));
    };
  }

  private static Frame hello(ByteBuffer in) throws Bad {
    int magic = i32(in);
    check(magic == MAGIC, in, "0x" + Integer.toHexString(magic), "TRSH");
    int version = u8(in);
    int code = u8(in);
    Frame.Mode mode = Frame.Mode.of(code);
    if (mode == null) {
      throw new Bad(in.position(), "mode " + code, "0 to 2");
    }
    int flags = flags(in, 3);
    return new Frame.Hello(
        version,
        mode,
        (flags & 1) != 0,
        (flags & 2) != 0,
        u16(in),
        u16(in),
        string(in),
        string(in));
  }

  private static Frame run(ByteBuffer in) throws Bad {
    int count = u16(in);
    check(count > 0, in, "no words", "at least one word");
    check(count <= in.remaining() / 2, in, count + " words", "as many as fit into the frame");
    List<String> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      words.add(string(in));
    }
    return new Frame.Run(words);
  }

  private static int flags(ByteBuffer in, int max) throws Bad {
    int flags = u8(in);
    check(flags <= max, in, "flags " + flags, "0 to " + max);
    return flags;
  }

  private static String string(ByteBuffer in) throws Bad {
    int length = u16(in);
    need(in, length);
    ByteBuffer bytes = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new Bad(in.position() - length, "other bytes", "UTF-8");
    }
  }

  private static byte[] rest(ByteBuffer in) {
    byte[] bytes = new byte[in.remaining()];
    in.get(bytes);
    return bytes;
  }

  private static int u8(ByteBuffer in) throws Bad {
    return need(in, 1).get() & 0xff;
  }

  private static int u16(ByteBuffer in) throws Bad {
    return need(in, 2).getShort() & 0xffff;
  }

  private static int i32(ByteBuffer in) throws Bad {
    return need(in, 4).getInt();
  }

  private static ByteBuffer need(ByteBuffer in, int count) throws Bad {
    check(in.remaining() >= count, in, "the end of the frame", count + " more bytes");
    return in;
  }

  private static void check(boolean holds, ByteBuffer in, String found, String expected)
      throws Bad {
    if (!holds) {
      throw new Bad(in.position(), found, expected);
    }
  }

  /** Leaves the nested readers; never seen outside. */
  private static final class Bad extends Exception {
    private static final long serialVersionUID = 1;
    final int offset;
    final String found;
    final String expected;

    Bad(int offset, String found, String expected) {
      super(found, (@Nullable Throwable) null, false, false);
      this.offset = offset;
      this.found = found;
      this.expected = expected;
    }
  }
}
