package io.trajan.request.dispatch;

import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.RequestRecord;
import io.trajan.request.dispatch.DispatchSettings.Which;
import io.trajan.request.dispatch.access.LineWriter;
import java.time.Duration;
import java.time.Instant;

/**
 * Writes down what became of a request: counters, the memory for the shell, the access log, the
 * request logs. Called on threads of the listeners; never blocks. With no request log and nothing
 * to say in the access log it makes one small object; a record is made only when somebody wants it.
 */
final class Ledger {
  private final DispatchSettings settings;
  private final LineWriter writer;
  private final Recent recent;
  private volatile RecordSink sink;

  Ledger(DispatchSettings settings, LineWriter writer, RecordSink sink) {
    this.settings = settings;
    this.writer = writer;
    this.recent = new Recent(settings.recent());
    this.sink = sink;
  }

  Recent recent() {
    return recent;
  }

  /** From now on records go there. */
  void sendTo(RecordSink next) {
    sink = next;
  }

  /** A request is over. */
  void over(Flight flight, Outcome outcome) {
    Request request = flight.request();
    long total = Math.max(0, System.nanoTime() - request.receivedNanos());
    long parked = flight.parkedNanos();
    flight.counters().over(outcome, total);
    recent.add(request, outcome, total, parked);
    RecordSink now = sink;
    boolean logged = isLogged(flight, outcome, total);
    if (logged || now.isWanted()) {
      RequestRecord record = record(flight, outcome, total, parked);
      now.deliver(record);
      if (logged) {
        writer.write(flight.lane().accessLog(), settings.format().line(record));
      }
    }
  }

  private boolean isLogged(Flight flight, Outcome outcome, long total) {
    Which which = settings.which();
    if (which == Which.OFF || !flight.lane().accessLog().isInfoEnabled()) {
      return false;
    }
    long slow = settings.slow().toNanos();
    return which == Which.ALL
        || outcome.status() >= 500
        || outcome.failure() != null
        || (slow > 0 && total >= slow);
  }

  private static RequestRecord record(Flight flight, Outcome outcome, long total, long parked) {
    String mount = flight.counters().mount();
    Request request = flight.request();
    return new RequestRecord(
        mount.equals(Lane.UNMOUNTED) ? request : request.at(mount),
        outcome,
        Instant.now().minusNanos(total),
        parked == 0 ? Duration.ZERO : Duration.ofNanos(parked),
        Duration.ofNanos(total));
  }
}
