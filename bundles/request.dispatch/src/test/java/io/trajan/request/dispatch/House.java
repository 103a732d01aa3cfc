package io.trajan.request.dispatch;

import io.trajan.request.Fields;
import io.trajan.request.RequestHandler;
import io.trajan.request.RequestRecord;
import io.trajan.request.RouteHook;
import io.trajan.request.dispatch.access.LineWriter;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import java.lang.annotation.Annotation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/** A dispatcher with everything real but the framework. */
final class House implements AutoCloseable {
  final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, new ThreadPoolExecutor.DiscardPolicy());
  final List<RequestRecord> records = Collections.synchronizedList(new ArrayList<>());
  final PresentLogs logs = new PresentLogs();
  final LineWriter writer = new LineWriter();
  final Lanes lanes;
  final Ledger ledger;
  final Dispatcher dispatcher;
  private final AtomicLong ids = new AtomicLong();

  House(int capacity, Duration patience) {
    lanes = new Lanes(new Lane.Limits(capacity, patience), timer, LoggerFactory::getLogger);
    ledger = new Ledger(settings(), writer, logs);
    dispatcher = new Dispatcher(lanes, ledger);
    logs.add(records::add);
  }

  static House patient() {
    return new House(100, Duration.ofMinutes(1));
  }

  static DispatchSettings settings() {
    return DispatchSettings.from(new Config("30s", 1024, "off", "readable", "0s", 10));
  }

  Offer<RequestHandler> offer(String mount, long generation, int ranking, RequestHandler handler) {
    return new Offer<>(
        ids.incrementAndGet(), handler, "v", mount, false, generation, ranking, "app");
  }

  Offer<RequestHandler> add(String mount, long generation, int ranking, RequestHandler handler) {
    Offer<RequestHandler> offer = offer(mount, generation, ranking, handler);
    lanes.change("v", lane -> lane.add(offer));
    return offer;
  }

  /** A handler that passes on what it has no answer to. */
  Offer<RequestHandler> addOptional(String mount, RequestHandler handler) {
    Offer<RequestHandler> offer =
        new Offer<>(ids.incrementAndGet(), handler, "v", mount, true, 1, 0, "files");
    lanes.change("v", lane -> lane.add(offer));
    return offer;
  }

  /** A handler of generation 1 that answers with a word. */
  Offer<RequestHandler> add(String mount, String word) {
    return add(mount, 1, 0, answering(word));
  }

  void remove(Offer<RequestHandler> offer, boolean stopping) {
    lanes.change("v", lane -> lane.remove(offer, stopping));
  }

  Offer<RouteHook> addHook(String bundle, long generation, int ranking, RouteHook hook) {
    Offer<RouteHook> offer =
        new Offer<>(ids.incrementAndGet(), hook, "v", "", false, generation, ranking, bundle);
    lanes.change("v", lane -> lane.addHook(offer));
    return offer;
  }

  void removeHook(Offer<RouteHook> offer, boolean stopping) {
    lanes.change("v", lane -> lane.removeHook(offer, stopping));
  }

  FakeResponse get(String target) {
    return send(FakeRequest.get(target).vassal("v"), new FakeResponse());
  }

  FakeResponse send(FakeRequest request, FakeResponse response) {
    if (!dispatcher.dispatch(request, response)) {
      throw new AssertionError("not taken: " + request);
    }
    return response;
  }

  /** Answers 200 with the word and the mount. */
  static RequestHandler answering(String word) {
    return (request, response) -> {
      String text = word + " at " + request.mount();
      response.send(200, new Fields(), ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
      return true;
    };
  }

  @Override
  public void close() throws InterruptedException {
    dispatcher.close();
    writer.close();
    timer.shutdownNow();
    if (!timer.awaitTermination(5, TimeUnit.SECONDS)) {
      throw new AssertionError("the timer did not end");
    }
  }

  /** The annotation by hand. */
  record Config(
      String patience,
      int capacity,
      String access_log,
      String access_format,
      String access_slow,
      int recent)
      implements DispatchConfig {
    @Override
    public Class<? extends Annotation> annotationType() {
      return DispatchConfig.class;
    }
  }
}
