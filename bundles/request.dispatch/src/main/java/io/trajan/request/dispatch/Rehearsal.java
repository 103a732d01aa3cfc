package io.trajan.request.dispatch;

import io.trajan.request.Onward;
import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.RequestHandler;
import io.trajan.request.RequestRecord;
import io.trajan.request.Response;
import io.trajan.request.RouteHook;
import io.trajan.request.dispatch.access.LineWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.NOPLogger;

/**
 * Sends a few requests through a dispatcher of its own before the real one takes any: each way that
 * a request may go after the bundle has been updated was gone once before, so that every class,
 * lambda and string recipe on it is linked while that is still possible.
 */
final class Rehearsal {
  private static final String VASSAL = "rehearsal";

  private final DispatchSettings settings;
  private final LateLogs late;
  private final List<RequestRecord> records = new ArrayList<>();

  Rehearsal(DispatchSettings settings, LateLogs late) {
    this.settings = settings;
    this.late = late;
  }

  /** Goes all ways once. */
  void run() {
    try (ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1)) {
      Lane.Limits limits = new Lane.Limits(8, Duration.ofMinutes(1));
      Lanes lanes = new Lanes(limits, timer, name -> NOPLogger.NOP_LOGGER);
      LineWriter writer = new LineWriter();
      Ledger ledger = new Ledger(settings, writer, new Sink());
      play(lanes, new Dispatcher(lanes, ledger));
      ledger.recent().list().forEach(RecentRequest::of);
      writer.close();
      writer.write(NOPLogger.NOP_LOGGER, "");
      timer.shutdownNow();
    }
  }

  private void play(Lanes lanes, Dispatcher dispatcher) {
    List<RehearsalResponse> pending = new ArrayList<>();
    List<Runnable> later = new ArrayList<>();
    offer(lanes, 1, "", (request, response) -> take((RehearsalResponse) response, pending));
    offer(lanes, 2, "/closing", (request, response) -> false);
    offer(
        lanes,
        3,
        "/broken",
        (request, response) -> {
          throw new IllegalStateException("rehearsed");
        });
    RouteHook hook = new LateHook(later);
    lanes.change(
        VASSAL, lane -> lane.addHook(new Offer<>(4, hook, VASSAL, "", false, 0, 0, VASSAL)));
    for (String path : List.of("/", "/closing", "/broken", "/later")) {
      dispatcher.dispatch(new RehearsalRequest(VASSAL, path), new RehearsalResponse());
    }
    dispatcher.dispatch(new RehearsalRequest("nobody", "/"), new RehearsalResponse());
    lanes.statistics();
    dispatcher.close();
    later.forEach(Runnable::run);
    pending.forEach(each -> each.finish(new Outcome(500, 1, "rehearsed")));
  }

  private static boolean take(RehearsalResponse response, List<RehearsalResponse> pending) {
    return pending.add(response);
  }

  private static void offer(Lanes lanes, long id, String mount, RequestHandler handler) {
    lanes.change(
        VASSAL, lane -> lane.add(new Offer<>(id, handler, VASSAL, mount, false, 1, 0, VASSAL)));
  }

  /** Keeps requests below /later until it is told. */
  private record LateHook(List<Runnable> later) implements RouteHook {
    @Override
    public Request route(Request request, Response response) {
      return request;
    }

    @Override
    public @Nullable Request route(Request request, Response response, Onward onward) {
      if (request.path().equals("/later")) {
        later.add(() -> onward.proceed(request));
        return null;
      }
      return request;
    }
  }

  /** Takes every record, as the real ones do, present and late. */
  private final class Sink implements RecordSink {
    private final PresentLogs present = new PresentLogs();

    Sink() {
      present.add(records::add);
    }

    @Override
    public boolean isWanted() {
      return present.isWanted();
    }

    @Override
    public void deliver(RequestRecord record) {
      present.deliver(record);
      late.deliver(record);
      settings.format().line(record);
    }
  }
}
