package io.trajan.itests.linux.stages;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A connection to a warden. A virtual thread of its own reads the frames until the stream ends. */
final class Control implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;
  private final SocketChannel channel;
  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
  private final Thread reader;

  Control(Path socket) throws IOException {
    channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(socket));
    reader = Thread.ofVirtual().name("frames of " + socket).start(this::read);
  }

  /** The next frame. */
  Frame next() throws InterruptedException {
    Frame frame = frames.poll(PATIENCE_SECONDS, SECONDS);
    if (frame == null) {
      throw new AssertionError("no frame within " + PATIENCE_SECONDS + " s");
    }
    return frame;
  }

  /** All frames up to the first of this type. */
  List<Frame> until(char type) throws InterruptedException {
    List<Frame> seen = new ArrayList<>();
    do {
      seen.add(next());
      if (seen.getLast().type() == Frame.END && type != Frame.END) {
        throw new AssertionError("the stream ended before a frame " + type + ": " + seen);
      }
    } while (seen.getLast().type() != type);
    return seen;
  }

  Frame first(char type) throws InterruptedException {
    return until(type).getLast();
  }

  void send(char type, byte... payload) throws IOException {
    raw(Frame.encoded(type, payload));
  }

  void raw(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Asks for the end, with this much time for the program. */
  void stop(int mercyMillis) throws IOException {
    send('Q', ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(mercyMillis).array());
  }

  private void read() {
    try {
      while (true) {
        ByteBuffer head = exactly(8);
        if (head == null) {
          break;
        }
        char type = (char) (head.getInt() & 0xff);
        ByteBuffer payload = exactly(head.getInt());
        if (payload == null) {
          break;
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.get(bytes);
        frames.add(new Frame(type, bytes));
      }
    } catch (IOException e) {
      // A reset is an end too.
    }
    frames.add(new Frame(Frame.END, new byte[0]));
  }

  private @Nullable ByteBuffer exactly(int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        return null;
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    try {
      reader.join(SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
