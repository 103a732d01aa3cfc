package io.trajan.request.dispatch;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.trajan.request.Gate;
import io.trajan.request.MountStatistics;
import io.trajan.request.RequestHandler;
import io.trajan.request.RouteHook;
import io.trajan.request.dispatch.Offer.Place;
import io.trajan.request.dispatch.Routes.Point;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * One vassal as the dispatcher sees it: who offers to take its requests, the gate at which requests
 * wait, the counters. Every change makes new {@link Routes} and opens the gate to them.
 *
 * <p>What was offered and is gone leaves a gap: requests for it wait instead of going elsewhere. A
 * gap is closed by an offer for the same place, by a placeholder (which says why nothing comes), or
 * by time: the patience when the bundle stopped or nothing newer is there; {@value #DOUBT_MILLIS}
 * ms when the bundle runs on and a newer generation serves beside it, for then it was most likely
 * retired for good.
 */
final class Lane {
  /** The name in statistics for requests that reached no mount. */
  static final String UNMOUNTED = "-";

  private static final long DOUBT_MILLIS = 1000;

  private final String name;
  private final Gate<Routes> gate;
  private final long patienceMillis;
  private final ScheduledExecutorService timer;
  private final Logger log;
  private final Logger accessLog;
  private final MountCounters unmounted;
  private final Map<String, MountCounters> counters = new ConcurrentHashMap<>();
  private final AtomicInteger changing = new AtomicInteger();

  @GuardedBy("this")
  private final List<Offer<RequestHandler>> handlers = new ArrayList<>();

  @GuardedBy("this")
  private final List<Offer<RouteHook>> hooks = new ArrayList<>();

  /** Where a handler is away, and of which bundle a hook. */
  @GuardedBy("this")
  private final Map<Place, Gap> handlerGaps = new HashMap<>();

  @GuardedBy("this")
  private final Map<String, Gap> hookGaps = new HashMap<>();

  private volatile Routes latest = new Routes(List.of(), List.of(), false);

  /** Something is away; compared by identity, for a place may fall empty again and again. */
  private static final class Gap {
    private @Nullable ScheduledFuture<?> expiry;

    void close() {
      if (expiry != null) {
        expiry.cancel(false);
      }
    }
  }

  /**
   * How requests wait.
   *
   * @param capacity how many
   * @param patience how long each
   */
  record Limits(int capacity, Duration patience) {}

  /**
   * A lane with nothing in it; its gate is shut until something is said of the vassal.
   *
   * @param name the vassal
   * @param limits how many requests may wait for how long
   * @param timer runs the deadlines
   * @param loggers makes the loggers {@code vassal.NAME} and {@code vassal.NAME.access}
   */
  Lane(
      String name,
      Limits limits,
      ScheduledExecutorService timer,
      Function<String, Logger> loggers) {
    this.name = name;
    this.gate = new Gate<>(limits.capacity(), limits.patience(), timer);
    this.patienceMillis = limits.patience().toMillis();
    this.timer = timer;
    this.log = loggers.apply("vassal." + name);
    this.accessLog = loggers.apply("vassal." + name + ".access");
    this.unmounted = new MountCounters(name, UNMOUNTED);
  }

  Gate<Routes> gate() {
    return gate;
  }

  Logger log() {
    return log;
  }

  Logger accessLog() {
    return accessLog;
  }

  MountCounters unmounted() {
    return unmounted;
  }

  /** How many are about to change something here. */
  AtomicInteger changing() {
    return changing;
  }

  /** Requests wait for somebody to come, though nobody was here yet. */
  void expect() {
    synchronized (this) {
      open(handlerGaps, new Place("", false), patienceMillis);
    }
    publish();
  }

  void add(Offer<RequestHandler> offer) {
    synchronized (this) {
      handlers.add(offer);
      close(handlerGaps, offer.place());
    }
    publish();
  }

  /**
   * A handler has gone.
   *
   * @param stopping whether its bundle is stopping, so that it most likely comes back
   */
  void remove(Offer<RequestHandler> offer, boolean stopping) {
    synchronized (this) {
      handlers.removeIf(each -> each.id() == offer.id());
      boolean another = handlers.stream().anyMatch(each -> each.place().equals(offer.place()));
      if (!another && (stopping || !offer.isPlaceholder())) {
        boolean newer = handlers.stream().anyMatch(e -> e.generation() > offer.generation());
        open(handlerGaps, offer.place(), stopping || !newer ? patienceMillis : DOUBT_MILLIS);
      }
    }
    publish();
  }

  void addHook(Offer<RouteHook> offer) {
    synchronized (this) {
      hooks.add(offer);
      close(hookGaps, offer.bundle());
    }
    publish();
  }

  /** A hook has gone; see {@link #remove}. */
  void removeHook(Offer<RouteHook> offer, boolean stopping) {
    synchronized (this) {
      hooks.removeIf(each -> each.id() == offer.id());
      if (hooks.stream().noneMatch(each -> each.bundle().equals(offer.bundle()))) {
        open(hookGaps, offer.bundle(), stopping ? patienceMillis : DOUBT_MILLIS);
      }
    }
    publish();
  }

  /** The properties of a service have changed: it takes its new place at once, without a gap. */
  void move(Offer<RequestHandler> before, Offer<RequestHandler> after) {
    synchronized (this) {
      handlers.removeIf(each -> each.id() == before.id());
    }
    add(after);
  }

  @GuardedBy("this")
  private <P> void open(Map<P, Gap> gaps, P place, long millis) {
    close(gaps, place);
    long bounded = Math.min(millis, patienceMillis);
    if (bounded > 0) {
      Gap gap = new Gap();
      gaps.put(place, gap);
      gap.expiry = timer.schedule(() -> expire(gaps, place, gap), bounded, TimeUnit.MILLISECONDS);
    }
  }

  private static <P> void close(Map<P, Gap> gaps, P place) {
    Gap gap = gaps.remove(place);
    if (gap != null) {
      gap.close();
    }
  }

  private <P> void expire(Map<P, Gap> gaps, P place, Gap gap) {
    synchronized (this) {
      if (!gaps.remove(place, gap)) {
        return;
      }
    }
    publish();
  }

  /** Opens the gate to the present routes; of two that publish at once the later routes stay. */
  @SuppressWarnings("ReferenceEquality") // These very routes are meant.
  private void publish() {
    Routes mine = build();
    gate.open(mine);
    for (Routes now = latest; now != mine; now = latest) {
      mine = now;
      gate.open(mine);
    }
  }

  private synchronized Routes build() {
    closeForPlaceholder();
    Map<Place, Point> points = new HashMap<>();
    handlerGaps
        .keySet()
        .forEach(place -> points.put(place, new Point(place, null, "", count(place))));
    handlers.stream()
        .sorted(Offer.BEST_FIRST.reversed())
        .forEach(h -> points.put(h.place(), point(h)));
    Set<String> mounts = points.keySet().stream().map(Place::mount).collect(Collectors.toSet());
    counters.entrySet().removeIf(e -> !mounts.contains(e.getKey()) && e.getValue().isIdle());
    latest = new Routes(askedHooks(), List.copyOf(points.values()), !hookGaps.isEmpty());
    return latest;
  }

  /** Where a placeholder is the next in line it answers, or waits, for what is away. */
  @GuardedBy("this")
  private void closeForPlaceholder() {
    if (handlers.stream().noneMatch(Offer::isPlaceholder)) {
      return;
    }
    List<Place> real =
        handlers.stream().filter(each -> !each.isPlaceholder()).map(Offer::place).toList();
    for (Place gap : List.copyOf(handlerGaps.keySet())) {
      if (real.stream().noneMatch(each -> each.isBehind(gap))) {
        close(handlerGaps, gap);
      }
    }
    if (real.isEmpty()) {
      List.copyOf(hookGaps.keySet()).forEach(bundle -> close(hookGaps, bundle));
    }
  }

  private Point point(Offer<RequestHandler> offer) {
    return new Point(offer.place(), offer.service(), offer.bundle(), count(offer.place()));
  }

  private MountCounters count(Place place) {
    return counters.computeIfAbsent(place.mount(), m -> new MountCounters(name, m));
  }

  /** Of each bundle those of the highest generation. */
  @GuardedBy("this")
  private List<RouteHook> askedHooks() {
    Map<String, Long> highest = new HashMap<>();
    hooks.forEach(each -> highest.merge(each.bundle(), each.generation(), Math::max));
    return hooks.stream()
        .filter(each -> highest.getOrDefault(each.bundle(), 0L) == each.generation())
        .sorted(Offer.BY_RANKING)
        .map(Offer::service)
        .toList();
  }

  /** Whether nothing is here, awaited or under way, so that it may be forgotten. */
  synchronized boolean isIdle() {
    return changing.get() == 0
        && handlers.isEmpty()
        && hooks.isEmpty()
        && handlerGaps.isEmpty()
        && hookGaps.isEmpty()
        && unmounted.isIdle()
        && counters.values().stream().allMatch(MountCounters::isIdle);
  }

  List<MountStatistics> statistics() {
    Stream<MountStatistics> mounts =
        new TreeMap<>(counters).values().stream().map(c -> c.snapshot(handlersAt(c.mount())));
    Stream<MountStatistics> others =
        unmounted.isUsed() ? Stream.of(unmounted.snapshot(List.of())) : Stream.of();
    return Stream.concat(mounts, others).toList();
  }

  private synchronized List<MountStatistics.Handler> handlersAt(String mount) {
    return handlers.stream()
        .filter(each -> each.mount().equals(mount))
        .sorted(Offer.BEST_FIRST)
        .map(each -> new MountStatistics.Handler(each.bundle(), each.generation()))
        .toList();
  }
}
