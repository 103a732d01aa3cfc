package io.trajan.http.server.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.wire.DateField;
import io.trajan.http.server.wire.HeadWriter;
import io.trajan.request.Gate;
import io.trajan.request.RequestDispatcher;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What belongs to one event loop: its connections, whose deadlines one timer looks after, and what
 * they share, such as the current date. Confined to the thread of the loop.
 *
 * <p>One timer for all connections instead of one for each: a request arms and cancels nothing.
 * Deadlines are kept to within one tick.
 */
@SuppressWarnings("ReferenceEquality") // Connections are themselves.
public final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final EventLoop executor;
  private final Gate<RequestDispatcher> gate;
  private final Duration tick;
  private final DateField date = new DateField();
  private final HeadWriter heads = new HeadWriter();
  private final byte[] scratch = new byte[4096];
  private @Nullable Connection first;
  private @Nullable Connection cursor;
  private int size;
  private @Nullable Heir heir;
  private boolean leaving;
  private @Nullable Future<?> timer;

  /**
   * A loop whose timer is not running yet.
   *
   * @param gate where requests go
   * @param tick how often deadlines are looked at
   */
  public Loop(EventLoop executor, Gate<RequestDispatcher> gate, Duration tick) {
    this.executor = executor;
    this.gate = gate;
    this.tick = tick;
  }

  /** The thread of this loop. */
  public EventLoop executor() {
    return executor;
  }

  /** Where requests go. */
  public Gate<RequestDispatcher> gate() {
    return gate;
  }

  /** The Date field of now. */
  public DateField date() {
    return date;
  }

  /** Puts heads of answers together, one after the other. */
  public HeadWriter heads() {
    return heads;
  }

  /** An array for use within one call. */
  public byte[] scratch() {
    return scratch;
  }

  /** Starts the timer; on the loop. */
  public void start() {
    date.update(System.currentTimeMillis());
    long nanos = tick.toNanos();
    timer = executor.scheduleAtFixedRate(this::tick, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Stops the timer; on the loop. */
  public void stop() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
  }

  /** How many connections there are. */
  public int size() {
    return size;
  }

  /** Takes a connection in. */
  public void add(Connection connection) {
    connection.following = first;
    if (first != null) {
      first.previous = connection;
    }
    first = connection;
    connection.listed = true;
    size++;
    if (leaving) {
      leave(connection);
    }
  }

  /** Has every connection, and those that still come, go to an heir or drain if there is none. */
  public void leave(@Nullable Heir to) {
    heir = to;
    leaving = true;
    forEach(this::leave);
  }

  private void leave(Connection connection) {
    if (heir == null) {
      connection.drain();
    } else {
      connection.handOver(heir);
    }
  }

  /** Lets a connection go; harmless when it is not here. */
  public void remove(Connection connection) {
    if (!connection.listed) {
      return;
    }
    Connection before = connection.previous;
    Connection after = connection.following;
    if (before == null) {
      first = after;
    } else {
      before.following = after;
    }
    if (after != null) {
      after.previous = before;
    }
    if (cursor == connection) {
      cursor = after;
    }
    connection.listed = false;
    connection.previous = null;
    connection.following = null;
    size--;
  }

  /**
   * Calls {@code each} with every connection; it may remove any of them, and one for which it fails
   * is closed.
   */
  public void forEach(Consumer<Connection> each) {
    cursor = first;
    while (cursor != null) {
      Connection now = cursor;
      cursor = now.following;
      guarded(now, each);
    }
  }

  /** One that fails is given up; the others must not lose their deadlines over it. */
  private void guarded(Connection connection, Consumer<Connection> work) {
    try {
      work.accept(connection);
    } catch (RuntimeException | Error e) {
      LOG.error("{}: a connection is given up", connection.profile().vassal(), e);
      connection.profile().counters().count(Event.INTERNAL_ERROR);
      giveUp(connection);
    }
  }

  private void giveUp(Connection connection) {
    remove(connection);
    try {
      connection.abandon();
    } catch (RuntimeException | Error e) {
      LOG.error("{}: it cannot even be closed", connection.profile().vassal(), e);
    }
  }

  private void tick() {
    date.update(System.currentTimeMillis());
    long now = System.nanoTime();
    forEach(connection -> connection.tick(now));
  }
}
