package io.trajan.http.server.http1;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.trajan.http.server.exchange.BodyPipe;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the socket is read: not while nobody wants the bytes. It also knows whether a client
 * waits to be told that its body is wanted (RFC 9110 §10.1.1). Confined to the event loop but for
 * {@link #wanted} and {@link #consumed}, which any thread calls; they come to the loop only when
 * there is something to do.
 */
final class ReadGate implements BodyPipe.Source {
  private static final Logger LOG = LoggerFactory.getLogger(ReadGate.class);

  private final EventLoop executor;
  private final Channel channel;
  private final int windowBytes;
  private final BooleanSupplier held;
  private final Runnable goOn;
  private @Nullable BodyPipe pipe;
  private volatile boolean continueWanted;
  private volatile boolean paused;

  /**
   * An open gate.
   *
   * @param windowBytes how much may be held for a reader
   * @param held whether bytes of further requests wait, with which the gate stays shut
   * @param goOn tells the client that its body is wanted
   */
  ReadGate(
      EventLoop executor, Channel channel, int windowBytes, BooleanSupplier held, Runnable goOn) {
    this.executor = executor;
    this.channel = channel;
    this.windowBytes = windowBytes;
    this.held = held;
    this.goOn = goOn;
  }

  /** What comes now is for that pipe, or for none; the client may wait for a word before. */
  void leadsTo(@Nullable BodyPipe next, boolean expectsContinue) {
    pipe = next;
    if (continueWanted != expectsContinue) {
      continueWanted = expectsContinue;
    }
  }

  /** Whether the client waits for a word before it sends its body. */
  boolean isContinueWanted() {
    return continueWanted;
  }

  /** The client need not be told any more: it sends already, or was told something else. */
  void forgetContinue() {
    if (continueWanted) {
      continueWanted = false;
    }
  }

  boolean isPaused() {
    return paused;
  }

  void pause() {
    if (!paused) {
      paused = true;
      channel.config().setAutoRead(false);
    }
  }

  void resume() {
    if (paused) {
      paused = false;
      channel.config().setAutoRead(true);
    }
  }

  /** Pauses while the reader of the pipe is behind. */
  void pauseIfFull() {
    BodyPipe now = pipe;
    if (now != null && now.held() > windowBytes) {
      pause();
      resumeIfEmptied(); // The reader may have emptied it before it could see the pause.
    }
  }

  private void resumeIfEmptied() {
    BodyPipe now = pipe;
    if (paused && now != null && now.held() <= windowBytes / 2 && !held.getAsBoolean()) {
      resume();
    }
  }

  @Override
  public void wanted() {
    if (continueWanted || paused) {
      onLoop(this::bodyWanted);
    }
  }

  private void bodyWanted() {
    if (continueWanted) {
      continueWanted = false;
      goOn.run();
    }
    resumeIfEmptied();
  }

  @Override
  public void consumed(int bytes) {
    if (paused) {
      onLoop(this::resumeIfEmptied);
    }
  }

  private void onLoop(Runnable work) {
    if (executor.inEventLoop()) {
      work.run();
      return;
    }
    try {
      executor.execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: the event loop is gone", channel, e);
    }
  }
}
