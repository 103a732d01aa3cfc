package io.trajan.launcher.shell;

import io.trajan.shell.codec.Decoded;
import io.trajan.shell.codec.Frame;
import io.trajan.shell.codec.FrameDecoder;
import io.trajan.shell.codec.FrameEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Frames over the connection: one thread reads, any thread writes. */
final class Wire implements AutoCloseable {
  private final SocketChannel channel;
  private final FrameDecoder decoder = FrameDecoder.ofServer();
  private final ByteBuffer in = ByteBuffer.allocate(Frame.HEADER + Frame.MAX_PAYLOAD).limit(0);
  private final Object writing = new Object();

  Wire(SocketChannel channel) {
    this.channel = channel;
  }

  /** The next frame; null when the emperor has gone. */
  @Nullable Frame read() throws IOException {
    while (true) {
      Decoded decoded = decoder.decode(in);
      if (decoded instanceof Decoded.Complete complete) {
        return complete.frame();
      }
      if (decoded instanceof Decoded.Malformed malformed) {
        throw new IOException(malformed.message());
      }
      in.compact();
      int count = channel.read(in);
      in.flip();
      if (count < 0) {
        return null;
      }
    }
  }

  void write(Frame frame) throws IOException {
    ByteBuffer bytes = FrameEncoder.encode(frame);
    synchronized (writing) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }
}
