package io.trajan.request.dispatch;

import io.trajan.request.LogText;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request as {@code request:recent} shows it.
 *
 * @param ended when it was over
 * @param vassal whose it was
 * @param status its status, 0 for none
 * @param request method and target
 * @param took from its first byte to the last of its answer
 * @param parked how long of it it waited for a handler
 * @param from the client's address
 * @param failure why its answer was not delivered whole, or null
 */
public record RecentRequest(
    Instant ended,
    String vassal,
    int status,
    String request,
    Duration took,
    Duration parked,
    String from,
    @Nullable String failure) {
  private static final int LONGEST = 200;

  static RecentRequest of(Recent.Entry entry) {
    return new RecentRequest(
        Instant.ofEpochMilli(entry.endMillis()),
        entry.vassal(),
        entry.outcome().status(),
        LogText.safe(entry.method() + " " + entry.target(), LONGEST),
        Duration.ofNanos(entry.totalNanos()),
        Duration.ofNanos(entry.parkedNanos()),
        entry.remote(),
        entry.outcome().failure());
  }
}
