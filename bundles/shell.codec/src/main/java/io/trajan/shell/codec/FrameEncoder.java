package io.trajan.shell.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Frames to bytes. */
public final class FrameEncoder {
  /** The longest string in bytes; longer ones are cut (messages) or refused (words). */
  static final int MAX_STRING = 65_535;

  private FrameEncoder() {}

  /**
   * The bytes of a frame, ready to be read.
   *
   * @throws IllegalArgumentException if the payload would exceed {@link Frame#MAX_PAYLOAD} or a
   *     number its range
   */
  public static ByteBuffer encode(Frame frame) {
    return switch (frame) {
      case Frame.Hello f -> hello(f);
      case Frame.Run f -> run(f.words());
      case Frame.Input f -> bytes(FrameType.INPUT, f.bytes());
      case Frame.End f -> bytes(FrameType.END, new byte[0]);
      case Frame.Resize f ->
          start(FrameType.RESIZE, 4).putShort(u16(f.columns())).putShort(u16(f.rows())).flip();
      case Frame.Interrupt f -> bytes(FrameType.INTERRUPT, new byte[0]);
      case Frame.Welcome f ->
          start(FrameType.WELCOME, 5).put(u8(f.version())).putInt(f.session()).flip();
      case Frame.Output f -> bytes(FrameType.OUTPUT, f.bytes());
      case Frame.ErrorOutput f -> bytes(FrameType.ERROR, f.bytes());
      case Frame.More f -> bytes(FrameType.MORE, new byte[0]);
      case Frame.Exit f -> exit(f);
    };
  }

  private static ByteBuffer hello(Frame.Hello f) {
    byte[] terminal = utf8(f.terminal());
    byte[] directory = utf8(f.directory());
    ByteBuffer out = start(FrameType.HELLO, 4 + 3 + 4 + 2 + terminal.length + 2 + directory.length);
    out.putInt(FrameDecoder.MAGIC).put(u8(f.version())).put(u8(f.mode().code));
    out.put(u8((f.json() ? 1 : 0) | (f.terminalOut() ? 2 : 0)))
        .putShort(u16(f.columns()))
        .putShort(u16(f.rows()));
    string(out, terminal);
    string(out, directory);
    return out.flip();
  }

  private static ByteBuffer run(List<String> words) {
    List<byte[]> encoded = words.stream().map(FrameEncoder::utf8).toList();
    ByteBuffer out = start(FrameType.RUN, 2 + encoded.stream().mapToInt(w -> 2 + w.length).sum());
    out.putShort(u16(encoded.size()));
    encoded.forEach(w -> string(out, w));
    return out.flip();
  }

  private static ByteBuffer exit(Frame.Exit f) {
    byte[] message = utf8(f.message());
    ByteBuffer out =
        start(FrameType.EXIT, 4 + message.length).put(u8(f.status())).put(u8(f.again() ? 1 : 0));
    string(out, message);
    return out.flip();
  }

  private static ByteBuffer bytes(FrameType type, byte[] payload) {
    return start(type, payload.length).put(payload).flip();
  }

  private static ByteBuffer start(FrameType type, int length) {
    if (length > Frame.MAX_PAYLOAD) {
      throw new IllegalArgumentException(
          "a frame of " + length + " bytes: expected at most " + Frame.MAX_PAYLOAD);
    }
    return ByteBuffer.allocate(Frame.HEADER + length).put(u8(type.code)).putInt(length);
  }

  private static void string(ByteBuffer out, byte[] bytes) {
    out.putShort(u16(bytes.length)).put(bytes);
  }

  private static byte[] utf8(String s) {
    byte[] bytes = s.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_STRING) {
      throw new IllegalArgumentException(
          "a string of " + bytes.length + " bytes: expected at most " + MAX_STRING);
    }
    return bytes;
  }

  private static byte u8(int value) {
    return (byte) within(value, 255);
  }

  private static short u16(int value) {
    return (short) within(value, 65_535);
  }

  private static int within(int value, int max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException("number " + value + ": expected 0 to " + max);
    }
    return value;
  }
}
