package io.trajan.shell.server.session;

import io.trajan.shell.codec.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.function.Function;

/**
 * Bytes to frames, at once and unbuffered: what a command wrote is seen, and a slow client stops
 * the command.
 */
final class FrameOutput extends OutputStream {
  private static final int LARGEST = 16_384;

  private final FrameChannel channel;
  private final Function<byte[], Frame> frame;

  FrameOutput(FrameChannel channel, Function<byte[], Frame> frame) {
    this.channel = channel;
    this.frame = frame;
  }

  @Override
  public void write(int b) throws IOException {
    channel.write(frame.apply(new byte[] {(byte) b}));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int from = offset; from < offset + length; from += LARGEST) {
      channel.write(
          frame.apply(Arrays.copyOfRange(bytes, from, Math.min(offset + length, from + LARGEST))));
    }
  }
}
