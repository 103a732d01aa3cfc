package io.trajan.shell.server;

import io.trajan.shell.codec.Decoded;
import io.trajan.shell.codec.Frame;
import io.trajan.shell.codec.FrameDecoder;
import io.trajan.shell.codec.FrameEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client as simple as one can be: sends what it is told, collects what comes. */
final class TestClient implements AutoCloseable {
  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(Frame.HEADER + Frame.MAX_PAYLOAD).limit(0);
  private byte[] script = {};

  TestClient(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  static Frame.Hello hello(Frame.Mode mode, boolean json, int columns) {
    return new Frame.Hello(Frame.VERSION, mode, json, columns > 0, columns, 24, "xterm", "/");
  }

  TestClient send(Frame... frames) throws IOException {
    for (Frame frame : frames) {
      ByteBuffer bytes = FrameEncoder.encode(frame);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    return this;
  }

  TestClient raw(byte[] bytes) throws IOException {
    channel.write(ByteBuffer.wrap(bytes));
    return this;
  }

  TestClient type(String text) throws IOException {
    return send(new Frame.Input(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** What MORE is answered with. */
  TestClient input(String text) {
    script = text.getBytes(StandardCharsets.UTF_8);
    return this;
  }

  /** Reads until the session ends. */
  Frame.Exit end() throws IOException {
    while (true) {
      Frame frame = read();
      if (frame instanceof Frame.Exit exit) {
        return exit;
      }
      if (frame == null) {
        throw new IOException("the end without EXIT; out: " + out() + " err: " + err());
      }
    }
  }

  /** Reads until the output has a text. */
  TestClient until(String text) throws IOException {
    while (!out().contains(text)) {
      Frame frame = read();
      if (frame == null || frame instanceof Frame.Exit) {
        throw new IOException("ended with " + frame + " before \"" + text + "\"; out: " + out());
      }
    }
    return this;
  }

  /** The output so far, and forgets it. */
  String take() {
    String text = out();
    out.reset();
    return text;
  }

  private @Nullable Frame read() throws IOException {
    Decoded decoded = FrameDecoder.ofServer().decode(in);
    while (decoded instanceof Decoded.Incomplete) {
      in.compact();
      int count = channel.read(in);
      in.flip();
      if (count < 0) {
        return null;
      }
      decoded = FrameDecoder.ofServer().decode(in);
    }
    Frame frame = ((Decoded.Complete) decoded).frame();
    switch (frame) {
      case Frame.Output o -> out.writeBytes(o.bytes());
      case Frame.ErrorOutput e -> err.writeBytes(e.bytes());
      case Frame.More _ -> answer();
      default -> {
        // For the caller.
      }
    }
    return frame;
  }

  private void answer() throws IOException {
    send(script.length == 0 ? new Frame.End() : new Frame.Input(script));
    script = new byte[0];
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  static Frame.Run run(String... words) {
    return new Frame.Run(List.of(words));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
