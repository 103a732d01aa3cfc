package io.trajan.request.dispatch;

import io.trajan.request.Outcome;
import io.trajan.request.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The last requests, for the shell. Written by every listener's threads without a lock; holds no
 * request itself.
 */
final class Recent {
  private final AtomicReferenceArray<@Nullable Entry> ring;
  private final AtomicInteger next = new AtomicInteger();

  /**
   * What is kept of a request.
   *
   * @param endMillis when it was over, as {@link System#currentTimeMillis}
   * @param totalNanos how long it took
   * @param parkedNanos how long of it it waited for a handler
   */
  record Entry(
      long endMillis,
      String vassal,
      String method,
      String target,
      String remote,
      Outcome outcome,
      long totalNanos,
      long parkedNanos) {}

  Recent(int size) {
    ring = new AtomicReferenceArray<>(size);
  }

  void add(Request request, Outcome outcome, long totalNanos, long parkedNanos) {
    if (ring.length() > 0) {
      ring.setRelease(
          Math.floorMod(next.getAndIncrement(), ring.length()),
          new Entry(
              System.currentTimeMillis(),
              request.vassal(),
              request.method(),
              request.target(),
              request.remote().host(),
              outcome,
              totalNanos,
              parkedNanos));
    }
  }

  /** The youngest first; a snapshot. */
  List<Entry> list() {
    List<Entry> entries = new ArrayList<>();
    int start = next.get();
    for (int i = 1; i <= ring.length(); i++) {
      Entry entry = ring.getAcquire(Math.floorMod(start - i, ring.length()));
      if (entry != null) {
        entries.add(entry);
      }
    }
    return entries;
  }
}
