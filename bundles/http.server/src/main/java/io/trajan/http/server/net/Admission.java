package io.trajan.http.server.net;

import io.netty.channel.Channel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections there may be in all. When it is full, listeners stop accepting, and clients
 * wait in the backlog of the kernel instead of being turned away. Thread-safe.
 */
public final class Admission {
  private final int capacity;
  private final AtomicInteger inside = new AtomicInteger();
  private final Set<Channel> waiting = ConcurrentHashMap.newKeySet();

  /** Room for that many. */
  public Admission(int capacity) {
    this.capacity = capacity;
  }

  /** A connection came through {@code listener}. */
  public void enter(Channel listener, Counters counters) {
    counters.open(1);
    if (inside.incrementAndGet() >= capacity && waiting.add(listener)) {
      counters.count(Counters.Event.FULL);
      listener.config().setAutoRead(false);
      letIn();
    }
  }

  /** A connection is gone. */
  public void leave(Counters counters) {
    counters.open(-1);
    inside.decrementAndGet();
    if (!waiting.isEmpty()) {
      letIn();
    }
  }

  /** A listener is gone. */
  public void forget(Channel listener) {
    waiting.remove(listener);
  }

  /** Connections in all. */
  public int inside() {
    return inside.get();
  }

  private void letIn() {
    if (inside.get() < capacity) {
      for (Channel listener : List.copyOf(waiting)) {
        if (waiting.remove(listener)) {
          listener.config().setAutoRead(true);
        }
      }
    }
  }
}
