package io.trajan.request.dispatch;

import io.trajan.request.LogText;
import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.Response;

/**
 * The hot path. A request costs a lookup of its vassal, one volatile read at the vassal's gate, a
 * comparison for each mount and one small object, {@link Flight}, which is everything the
 * dispatcher knows of it; no lock, unless it has to wait.
 */
final class Dispatcher {
  private static final int LONGEST_LINE = 500;

  private final Lanes lanes;
  private final Ledger ledger;
  private volatile boolean closing;

  Dispatcher(Lanes lanes, Ledger ledger) {
    this.lanes = lanes;
    this.ledger = ledger;
  }

  /** See {@link io.trajan.request.RequestDispatcher#dispatch}. */
  boolean dispatch(Request request, Response response) {
    if (closing) {
      return false;
    }
    Lane found = lanes.find(request.vassal());
    Lane lane = found == null ? lanes.unseen(request.vassal()) : found;
    Flight flight = new Flight(this, lane, request, response);
    response.onDone(flight);
    lane.gate().pass(flight);
    return true;
  }

  void over(Flight flight, Outcome outcome) {
    ledger.over(flight, outcome);
  }

  /** Somebody's code threw: logged here, once, and answered. */
  void failed(Lane lane, String who, Request request, Response response, Throwable cause) {
    lane.log()
        .error(
            "{} failed in {}",
            LogText.safe(request.method() + " " + request.target(), LONGEST_LINE),
            who,
            cause);
    Answers.broken(response, cause);
  }

  /**
   * Takes nothing more. Requests that wait go back to their listeners; those that a handler has go
   * on, and what is left to do for them works without this bundle.
   */
  void close() {
    closing = true;
    lanes.close();
  }
}
