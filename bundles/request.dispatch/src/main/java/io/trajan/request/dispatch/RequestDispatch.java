package io.trajan.request.dispatch;

import io.trajan.request.MountStatistics;
import io.trajan.request.Request;
import io.trajan.request.RequestDispatcher;
import io.trajan.request.RequestHandler;
import io.trajan.request.RequestLog;
import io.trajan.request.RequestStatistics;
import io.trajan.request.Response;
import io.trajan.request.RouteHook;
import io.trajan.request.dispatch.access.LineWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one dispatcher: wiring of {@link Dispatcher}. A changed configuration makes a new one;
 * requests that wait are given back to their listeners and taken by it.
 */
@Component(
    immediate = true,
    configurationPid = RequestDispatch.PID,
    service = {RequestDispatcher.class, RequestStatistics.class, RequestDispatch.class})
@Designate(ocd = DispatchConfig.class)
public final class RequestDispatch implements RequestDispatcher, RequestStatistics {
  /** The configuration. */
  public static final String PID = "io.trajan.dispatch";

  private static final Logger LOG = LoggerFactory.getLogger(RequestDispatch.class);
  private static final Duration TIMER_END = Duration.ofSeconds(2);

  private final DispatchSettings settings;
  private final ScheduledThreadPoolExecutor timer;
  private final Lanes lanes;
  private final PresentLogs logs = new PresentLogs();
  private final LineWriter writer = new LineWriter();
  private final Ledger ledger;
  private final Dispatcher dispatcher;
  private final Board board;

  /** Reads the configuration; starts nothing. */
  @Activate
  public RequestDispatch(DispatchConfig config) {
    settings = DispatchSettings.from(config);
    timer = timer();
    Lane.Limits limits = new Lane.Limits(settings.capacity(), settings.patience());
    lanes = new Lanes(limits, timer, LoggerFactory::getLogger);
    ledger = new Ledger(settings, writer, logs);
    dispatcher = new Dispatcher(lanes, ledger);
    board = new Board(lanes);
  }

  /** Deadlines only; its thread is made by the first request that has to wait. */
  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor executor =
        new ScheduledThreadPoolExecutor(
            1,
            Thread.ofPlatform().daemon().name("request-dispatch-timer").factory(),
            new ThreadPoolExecutor.DiscardPolicy());
    executor.setRemoveOnCancelPolicy(true);
    return executor;
  }

  @Activate
  void start(BundleContext context) {
    Preload.classes(context.getBundle());
    new Rehearsal(settings, new LateLogs(framework(context), "none")).run();
    if (settings.which() != DispatchSettings.Which.OFF) {
      writer.start();
    }
  }

  @Deactivate
  void stop(BundleContext context) throws InterruptedException {
    dispatcher.close();
    ledger.sendTo(new LateLogs(framework(context), RequestLog.class.getName()));
    writer.close();
    timer.shutdownNow();
    if (!timer.awaitTermination(TIMER_END.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.warn("the timer did not end within {}: a handler blocks its thread", TIMER_END);
    }
  }

  private static BundleContext framework(BundleContext context) {
    return context.getBundle(Constants.SYSTEM_BUNDLE_ID).getBundleContext();
  }

  @Override
  public boolean dispatch(Request request, Response response) {
    return dispatcher.dispatch(request, response);
  }

  @Override
  public List<MountStatistics> mounts() {
    return lanes.statistics();
  }

  /** For the commands. */
  public List<RecentRequest> recent() {
    return ledger.recent().list().stream().map(RecentRequest::of).toList();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      updated = "updatedHandler")
  void addHandler(ServiceReference<RequestHandler> reference, RequestHandler handler) {
    board.addHandler(reference, handler);
  }

  void updatedHandler(ServiceReference<RequestHandler> reference, RequestHandler handler) {
    board.updateHandler(reference, handler);
  }

  void removeHandler(ServiceReference<RequestHandler> reference) {
    board.removeHandler(reference);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addHook(ServiceReference<RouteHook> reference, RouteHook hook) {
    board.addHook(reference, hook);
  }

  void removeHook(ServiceReference<RouteHook> reference) {
    board.removeHook(reference);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addLog(RequestLog log) {
    logs.add(log);
  }

  void removeLog(RequestLog log) {
    logs.remove(log);
  }
}
