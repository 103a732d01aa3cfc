package io.trajan.http.server.net;

import io.trajan.http.server.wire.Refusal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What happened at one listener since it was bound. Thread-safe; any thread adds and reads. */
public final class Counters {
  /** Ends of connections and answers that are no refusal of a request. */
  public enum Event {
    /** Connections accepted. */
    ACCEPTED,
    /** Times accepting was suspended because of the limit of connections. */
    FULL,
    /** Requests handed on. */
    REQUESTS,
    /** Closed because no request came. */
    IDLE_CLOSED,
    /** Closed because the client did not take its answer. */
    SLOW_READER,
    /** Closed because no TLS handshake or PROXY header came in time, or it failed. */
    HANDSHAKE_FAILED,
    /** Closed because the PROXY header was missing or malformed. */
    PROXY_HEADER,
    /** Answers broken off by their handler. */
    ABORTED,
    /** Answers whose fields could not be sent. */
    BAD_ANSWER,
    /** Connections closed because something here went wrong. */
    INTERNAL_ERROR,
    /** Clients that left before their answer was complete. */
    CLIENT_LEFT,
    /** Requests turned away because no dispatcher came in time, or too many waited for it. */
    TURNED_AWAY,
    /** HTTP/2 connections closed for flooding. */
    FLOOD,
    /** Connections handed over to the next version of this bundle. */
    HANDED_OVER
  }

  private final Map<Event, LongAdder> events = new EnumMap<>(Event.class);
  private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
  private final LongAdder open = new LongAdder();

  /** All at zero. */
  public Counters() {
    for (Event event : Event.values()) {
      events.put(event, new LongAdder());
    }
    for (Refusal refusal : Refusal.values()) {
      refusals.put(refusal, new LongAdder());
    }
  }

  /** Counts an event. */
  public void count(Event event) {
    at(event).increment();
  }

  /** Counts a refusal. */
  public void count(Refusal refusal) {
    LongAdder adder = refusals.get(refusal);
    if (adder != null) {
      adder.increment();
    }
  }

  /** How often it happened. */
  public long get(Event event) {
    return at(event).sum();
  }

  /** How often a request was refused for that. */
  public long get(Refusal refusal) {
    LongAdder adder = refusals.get(refusal);
    return adder == null ? 0 : adder.sum();
  }

  /** A connection was opened (1) or closed (-1). */
  public void open(int change) {
    open.add(change);
  }

  /** Connections that are open. */
  public long open() {
    return open.sum();
  }

  /** Everything that happened at least once, by its name in lower case with hyphens. */
  public Map<String, Long> nonZero() {
    Map<String, Long> all = new LinkedHashMap<>();
    events.forEach((event, adder) -> put(all, event, adder));
    refusals.forEach((refusal, adder) -> put(all, refusal, adder));
    return all;
  }

  private static void put(Map<String, Long> all, Enum<?> counter, LongAdder adder) {
    if (adder.sum() > 0) {
      all.put(name(counter), adder.sum());
    }
  }

  /** What an {@link Event} or a {@link Refusal} is called for people. */
  public static String name(Enum<?> counter) {
    return counter.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private LongAdder at(Event event) {
    LongAdder adder = events.get(event);
    if (adder == null) {
      throw new IllegalStateException("no counter for " + event);
    }
    return adder;
  }
}
