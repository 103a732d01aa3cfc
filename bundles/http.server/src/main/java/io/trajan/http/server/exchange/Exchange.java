package io.trajan.http.server.exchange;

import io.trajan.http.server.net.Counters;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Profile;
import io.trajan.request.Gate;
import io.trajan.request.Outcome;
import io.trajan.request.RequestDispatcher;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its response, on the way from a listener to the dispatcher and to its end. */
public abstract class Exchange extends Calls implements Gate.Call<RequestDispatcher> {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Loop loop;
  private final OutcomeListeners listeners = new OutcomeListeners();

  /** An exchange that nobody has seen yet. */
  protected Exchange(Loop loop, Asked asked) {
    super(loop, asked);
    this.loop = loop;
  }

  @Override
  public final boolean giveBack() {
    if (!isUntouched()) {
      return false;
    }
    loop.gate().pass(this);
    return true;
  }

  @Override
  public final void onDone(Consumer<Outcome> listener) {
    listeners.add(listener);
  }

  /** Sends a file piece by piece; the calls that follow wait for its end. */
  public final void pumpFile(FilePump pump, Runnable after) {
    hold();
    pump.start(
        this,
        failure -> {
          if (failure == null) {
            after.run();
            proceed();
          } else {
            breakOff(failure);
          }
        });
  }

  /**
   * Everything was written, or nothing more can be; on the event loop. Only the first call counts.
   */
  public final void done(@Nullable String failure) {
    if (isOver()) {
      return;
    }
    over();
    if (asked().body() instanceof BodyPipe pipe) {
      pipe.drop();
    }
    listeners.tell(new Outcome(status(), bodyBytes(), failure), this);
    discardAll();
    resumeWriters();
  }

  // The way to the dispatcher

  @Override
  public final boolean offer(RequestDispatcher dispatcher) {
    if (!loop.executor().inEventLoop()) {
      return offerLater();
    }
    if (isOver()) {
      return true;
    }
    try {
      return dispatcher.dispatch(asked(), this);
    } catch (RuntimeException | Error e) {
      LOG.error("{}: dispatch failed", this, e);
      abort(e);
      return true;
    }
  }

  /** A gate that opens does so on a foreign thread. */
  private boolean offerLater() {
    try {
      loop.executor().execute(() -> loop.gate().pass(this));
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: the event loop is gone", this, e);
    }
    return true;
  }

  @Override
  public final void refused(Gate.Refusal why) {
    count(Counters.Event.TURNED_AWAY);
    callError(503);
  }

  /** Whose listener it came through. */
  protected final Profile profile() {
    return asked().profile();
  }

  /** The event loop. */
  protected final Loop loop() {
    return loop;
  }
}
