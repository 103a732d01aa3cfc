package io.trajan.shell.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.shell.codec.Decoded;
import io.trajan.shell.codec.Frame;
import io.trajan.shell.codec.FrameDecoder;
import io.trajan.shell.codec.FrameEncoder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FrameChannelTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;
  private SocketPair pair;
  private FrameChannel channel;

  @BeforeEach
  void open() throws IOException {
    pair = SocketPair.open(directory);
    channel = new FrameChannel(pair.server(), LONG);
  }

  @AfterEach
  void close() throws IOException {
    channel.close();
    pair.close();
  }

  @Test
  void framesThatArriveInPiecesAreReadWhole() throws IOException {
    ByteBuffer bytes = FrameEncoder.encode(new Frame.Resize(80, 24));
    CompletableFuture<Frame> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return channel.read(LONG);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    while (bytes.hasRemaining()) {
      pair.client().write(bytes.slice(bytes.position(), 1));
      bytes.position(bytes.position() + 1);
    }
    assertThat(read.join()).isEqualTo(new Frame.Resize(80, 24));
  }

  @Test
  void silenceTimesOutAndReadingGoesOn() throws IOException {
    assertThatThrownBy(() -> channel.read(Duration.ofMillis(20)))
        .isInstanceOf(SocketTimeoutException.class);
    pair.client().write(FrameEncoder.encode(new Frame.End()));
    assertThat(channel.read(LONG)).isEqualTo(new Frame.End());
    pair.client().close();
    assertThat(channel.read(LONG)).isNull();
  }

  @Test
  void bytesThatAreNoFrameAreRefused() throws IOException {
    pair.client()
        .write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
    assertThatThrownBy(() -> channel.read(LONG))
        .isInstanceOf(ProtocolException.class)
        .hasMessageContaining("found type 71");
  }

  @Test
  void anInterruptedWriterLeavesTheConnectionWhole() throws Exception {
    byte[] block = new byte[16_384];
    CompletableFuture<Integer> written = new CompletableFuture<>();
    Thread writer = Thread.ofPlatform().start(() -> written.complete(writeUntilInterrupted(block)));
    awaitBlocked(writer);
    writer.interrupt();
    int whole = written.get(10, TimeUnit.SECONDS);
    CompletableFuture<Long> received = CompletableFuture.supplyAsync(this::receiveUntilExit);
    channel.write(new Frame.Exit(0, false, ""));
    assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo((whole + 1L) * block.length);
  }

  private int writeUntilInterrupted(byte[] block) {
    for (int count = 0; ; count++) {
      try {
        channel.write(new Frame.Output(block));
      } catch (InterruptedIOException e) {
        return count;
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A selecting thread is runnable for Java, so its place is looked at. */
  private static void awaitBlocked(Thread writer) throws InterruptedException {
    int seen = 0;
    while (seen < 5) {
      boolean waits =
          java.util.Arrays.stream(writer.getStackTrace())
              .anyMatch(e -> e.getMethodName().equals("lockAndDoSelect"));
      seen = waits ? seen + 1 : 0;
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private long receiveUntilExit() {
    ByteBuffer in = ByteBuffer.allocate(1 << 18);
    long bytes = 0;
    try {
      while (true) {
        pair.client().read(in);
        in.flip();
        Decoded decoded = FrameDecoder.ofServer().decode(in);
        while (decoded instanceof Decoded.Complete complete) {
          if (complete.frame() instanceof Frame.Exit) {
            return bytes;
          }
          bytes += ((Frame.Output) complete.frame()).bytes().length;
          decoded = FrameDecoder.ofServer().decode(in);
        }
        assertThat(decoded).isInstanceOf(Decoded.Incomplete.class);
        in.compact();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aClientThatNeverReadsStopsTheWriterForItsPatienceOnly() throws IOException {
    try (SocketPair other = SocketPair.open(directory);
        FrameChannel impatient = new FrameChannel(other.server(), Duration.ofMillis(100))) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  impatient.write(new Frame.Output(new byte[60_000]));
                }
              })
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void closingWakesTheReader() throws Exception {
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    channel.read(LONG);
                  } catch (IOException e) {
                    failure.complete(e);
                  }
                });
    awaitBlocked(reader);
    channel.close();
    assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(ClosedChannelException.class);
    reader.join();
  }
}
