package io.trajan.request.dispatch;

import io.trajan.request.Gate;
import io.trajan.request.Onward;
import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.RequestHandler;
import io.trajan.request.Response;
import io.trajan.request.RouteHook;
import io.trajan.request.dispatch.Routes.Point;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: through the hooks, perhaps waiting at the gate, to a handler, until its
 * answer is through. The one allocation of the dispatcher for a request.
 *
 * <p>Threads: it is in one place at a time (a hook, the gate, a handler), so its fields need no
 * care; only the end can come at any moment on another thread, and {@code state} decides who was
 * first.
 *
 * <pre>
 * WAITING --taken by a handler--> HANDED --answer through--> OVER
 *    |  ^---handler was closing-----'
 *    |--peer left, hook or dispatcher answered--> OVER
 *    '--dispatcher closes--> BACK (the next dispatcher's)
 * </pre>
 */
final class Flight implements Gate.Call<Routes>, Onward, Consumer<Outcome> {
  private static final int WAITING = 0;
  private static final int HANDED = 1;
  private static final int OVER = 2;
  private static final int BACK = 3;
  private static final int NOWHERE = -1;
  private static final VarHandle STATE = state(MethodHandles.lookup());

  private final Dispatcher dispatcher;
  private final Lane lane;
  private final Response response;
  private final Request arrived;
  private Request request;
  private MountCounters counters;
  private @Nullable Routes routes;
  private int nextHook;

  /** The order of the place whose handler has it, and of the last one that passed it on. */
  private int at = NOWHERE;

  private int below = Integer.MAX_VALUE;

  private boolean counted;
  private long parkedSince;
  private long parkedNanos;

  @SuppressWarnings("unused") // By STATE only.
  private volatile int state;

  Flight(Dispatcher dispatcher, Lane lane, Request request, Response response) {
    this.dispatcher = dispatcher;
    this.lane = lane;
    this.arrived = request;
    this.request = request;
    this.response = response;
    this.counters = lane.unmounted();
  }

  private static VarHandle state(MethodHandles.Lookup lookup) {
    try {
      return lookup.findVarHandle(Flight.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** The gate, or those who open it, offer what routes there are now. */
  @Override
  public boolean offer(Routes now) {
    if (routes == null) {
      if (now.awaitsHook()) {
        return park(counters);
      }
      routes = now;
      if (now.hooks() > 0) {
        unpark();
        if (enter(lane.unmounted())) {
          askHooks(now);
        }
        return true;
      }
    }
    return hand(now);
  }

  /** A hook or an optional handler that kept the request passes it on. */
  @Override
  public void proceed(Request changed) {
    Routes asked = routes;
    if (asked == null || state() != HANDED) {
      return;
    }
    request = changed;
    if (at == NOWHERE) {
      askHooks(asked);
    } else if (leave()) {
      below = at;
      lane.gate().pass(this);
    }
  }

  /** Who kept the request closes: it waits for the successor. */
  @Override
  public void again() {
    if (routes != null && leave()) {
      if (at == NOWHERE) {
        request = arrived;
        routes = null;
        nextHook = 0;
      }
      lane.gate().pass(this);
    }
  }

  private void askHooks(Routes asked) {
    while (nextHook < asked.hooks()) {
      RouteHook hook = asked.hook(nextHook++);
      Request next;
      try {
        next = hook.route(request, response, this);
      } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
        dispatcher.failed(lane, "a route hook", request, response, e);
        return;
      }
      if (next == null) {
        return;
      }
      request = next;
    }
    if (leave()) {
      lane.gate().pass(this);
    }
  }

  private boolean hand(Routes now) {
    Point point = now.find(request.path(), below);
    if (point == null) {
      unpark();
      nowhere(now);
      return true;
    }
    RequestHandler handler = point.handler();
    if (handler == null) {
      return park(point.counters());
    }
    unpark();
    return !enter(point.counters()) || give(handler, point);
  }

  private void nowhere(Routes now) {
    if (now.isEmpty()) {
      counters.refusedLate.increment();
      Answers.absent(response);
    } else {
      Answers.notFound(response);
    }
  }

  private boolean give(RequestHandler handler, Point point) {
    at = point.place().order();
    boolean taken = true;
    try {
      taken = handler.handle(request.at(point.mount()), response, this);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
      dispatcher.failed(lane, point.bundle(), request, response, e);
    }
    return taken || !leave() || park(point.counters());
  }

  /** From waiting to somebody's hands; false when the request is over. */
  private boolean enter(MountCounters at) {
    counters = at;
    at.inFlight.increment();
    if (STATE.compareAndSet(this, WAITING, HANDED)) {
      return true;
    }
    at.inFlight.decrement();
    return false;
  }

  /** Back from somebody's hands; false when the request is over, which has been counted then. */
  private boolean leave() {
    if (STATE.compareAndSet(this, HANDED, WAITING)) {
      counters.inFlight.decrement();
      return true;
    }
    return false;
  }

  /** Turned away at the gate. */
  @Override
  public void refused(Gate.Refusal why) {
    MountCounters waitedAt = counters;
    unpark();
    switch (why) {
      case CLOSED -> giveBack();
      case FULL -> {
        waitedAt.refusedFull.increment();
        Answers.full(response);
      }
      case LATE -> {
        waitedAt.refusedLate.increment();
        Answers.late(response);
      }
    }
  }

  private void giveBack() {
    if (STATE.compareAndSet(this, WAITING, BACK) && !response.giveBack()) {
      STATE.setVolatile(this, WAITING);
      // The end was not heard while it was given back.
      response.onDone(this);
      Answers.late(response);
    }
  }

  /** The answer is through. */
  @Override
  public void accept(Outcome outcome) {
    int before = state();
    while (before < OVER && !STATE.compareAndSet(this, before, OVER)) {
      before = state();
    }
    if (before == HANDED) {
      counters.inFlight.decrement();
    }
    if (before < OVER) {
      dispatcher.over(this, outcome);
    }
  }

  private int state() {
    return (int) STATE.getVolatile(this);
  }

  /**
   * Notes that it waits; false, as the gate wants it, unless nobody waits for the answer any more.
   */
  private boolean park(MountCounters at) {
    if (state() != WAITING) {
      unpark();
      return true;
    }
    if (counted && at != counters) {
      counters.parked.decrement();
      at.parked.increment();
    } else if (!counted) {
      counted = true;
      at.parked.increment();
      parkedSince = System.nanoTime();
    }
    counters = at;
    return false;
  }

  private void unpark() {
    if (counted) {
      counted = false;
      counters.parked.decrement();
      parkedNanos += System.nanoTime() - parkedSince;
    }
  }

  Lane lane() {
    return lane;
  }

  Request request() {
    return request;
  }

  MountCounters counters() {
    return counters;
  }

  /** How long it waited, or has waited until now, for a handler. */
  long parkedNanos() {
    return counted ? parkedNanos + System.nanoTime() - parkedSince : parkedNanos;
  }
}
