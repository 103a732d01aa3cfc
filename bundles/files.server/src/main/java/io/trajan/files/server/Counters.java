package io.trajan.files.server;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What happened to the visits of one instance. Thread-safe. */
final class Counters {
  /** A way to end. */
  enum Event {
    /** A file was sent, whole or in parts. */
    SENT,
    /** 304. */
    NOT_MODIFIED,
    /** Left to the application. */
    PASSED_ON,
    /** 301 to the slash. */
    REDIRECTED,
    /** 403, 405, 412, 416. */
    REFUSED,
    /** 503: no room, no descriptors, no way to open files. */
    BUSY,
    /** 500. */
    FAILED,
    /** Looked up on the pool because the kernel would have had to wait. */
    WAITED
  }

  private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

  Counters() {
    for (Event event : Event.values()) {
      counts.put(event, new LongAdder());
    }
  }

  void count(Event event) {
    of(event).increment();
  }

  long get(Event event) {
    return of(event).sum();
  }

  /** Those that are not zero, by name. */
  Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (Event event : Event.values()) {
      if (get(event) != 0) {
        facts.put(event.name().toLowerCase(Locale.ROOT).replace('_', ' '), get(event));
      }
    }
    return facts;
  }

  private LongAdder of(Event event) {
    return Objects.requireNonNull(counts.get(event));
  }
}
