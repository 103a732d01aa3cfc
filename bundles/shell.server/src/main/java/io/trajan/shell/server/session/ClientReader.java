package io.trajan.shell.server.session;

import io.trajan.shell.codec.Frame;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads what a client sends and never waits for anything else, so that Ctrl-C is
 * always heard.
 */
final class ClientReader implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ClientReader.class);
  private static final Duration TICK = Duration.ofSeconds(10);

  private final FrameChannel channel;
  private final Mode mode;
  private final Duration idle;
  private final Consumer<Frame.Resize> onResize;
  private final Consumer<String> onIdle;
  private Instant lastInput = Instant.now();

  /** {@code onIdle} is told when a prompt stood untouched for {@code idle}. */
  ClientReader(
      FrameChannel channel,
      Mode mode,
      Duration idle,
      Consumer<Frame.Resize> onResize,
      Consumer<String> onIdle) {
    this.channel = channel;
    this.mode = mode;
    this.idle = idle;
    this.onResize = onResize;
    this.onIdle = onIdle;
  }

  @Override
  public void run() {
    try {
      while (readOne()) {
        // until the client has gone
      }
    } catch (IOException e) {
      if (!channel.isClosed()) {
        LOG.debug("a client is not understood: {}", e.toString());
        onIdle.accept("protocol: " + e.getMessage());
      }
    } finally {
      mode.leave();
      mode.interrupt();
    }
  }

  private boolean readOne() throws IOException {
    Frame frame;
    try {
      frame = channel.read(TICK);
    } catch (SocketTimeoutException e) {
      checkIdle();
      return true;
    }
    lastInput = Instant.now();
    return frame != null && handle(frame);
  }

  private boolean handle(Frame frame) throws IOException {
    switch (frame) {
      case Frame.Input i -> mode.input(i.bytes());
      case Frame.End _ -> mode.endOfInput();
      case Frame.Resize r -> {
        onResize.accept(r);
        mode.resize(r.columns(), r.rows());
      }
      case Frame.Interrupt _ -> mode.interrupt();
      default -> throw new ProtocolException("not expected now: " + frame);
    }
    return true;
  }

  private void checkIdle() {
    if (mode.isWaiting() && idle.isPositive() && Instant.now().isAfter(lastInput.plus(idle))) {
      onIdle.accept("the session was untouched for " + idle.toMinutes() + " minutes");
    }
  }
}
