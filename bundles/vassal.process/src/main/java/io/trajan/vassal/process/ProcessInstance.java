package io.trajan.vassal.process;

import io.trajan.request.RequestHandler;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Journey;
import io.trajan.vassal.Launch;
import io.trajan.vassal.LaunchException;
import io.trajan.vassal.WorkerCommand;
import io.trajan.vassal.process.pool.Desk;
import io.trajan.vassal.process.pool.Pool;
import io.trajan.vassal.process.worker.RequestEncoder;
import java.time.Duration;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One generation of a vassal in processes of its own. Its state belongs to the keeper's thread;
 * requests pass by it, from their listeners to the workers and back.
 */
final class ProcessInstance implements Instance, Company.Story {
  /** How often deadlines are looked at. */
  private static final Duration TICK = Duration.ofMillis(50);

  /** Beyond the patience with requests: time for the processes themselves to end. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  private static final int MOST_VARIABLE_BYTES = 64 * 1024;

  /** How it stands. */
  private enum State {
    STARTING,
    SERVING,
    RETIRING,
    GONE
  }

  private final Launch launch;
  private final WorkerCommand command;
  private final ProcessSettings settings;
  private final House house;
  private final Logger log;
  private final Pool pool;
  private final Desk desk;
  private final Company company;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<String> died = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private State state = State.STARTING;
  private @Nullable ScheduledFuture<?> tick;
  private @Nullable Runnable unregister;
  private @Nullable LaunchException failure;
  private @Nullable String death;
  private boolean stopping;
  private long deadlineNanos;

  ProcessInstance(Launch launch, WorkerCommand command, House house, boolean reload) {
    this.launch = launch;
    this.command = command;
    this.house = house;
    this.settings = ProcessSettings.from(launch.spec());
    this.log = LoggerFactory.getLogger("vassal." + launch.spec().name());
    this.pool = new Pool(command.queue());
    this.desk = new Desk(pool, new RequestEncoder(MOST_VARIABLE_BYTES), log);
    this.company = new Company(launch, command, settings, house, desk, pool, log, this, reload);
  }

  void start() {
    deadlineNanos = System.nanoTime() + command.startTimeout().toNanos();
    house.keeper().execute(this::begin);
  }

  private void begin() {
    tick =
        house
            .keeper()
            .scheduleWithFixedDelay(
                this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    company.muster();
  }

  // ---- the story of its processes; on the keeper's thread ----

  @Override
  public void complete() {
    if (state == State.STARTING) {
      state = State.SERVING;
      unregister = house.registrar().register(desk, properties());
      ready.complete(nothing());
    }
  }

  @Override
  public void failed(String reason, String remedy) {
    switch (state) {
      case STARTING -> {
        failure = new LaunchException(reason, remedy);
        leave(Duration.ZERO);
      }
      case SERVING -> {
        death = reason;
        leave(Duration.ZERO);
      }
      case RETIRING, GONE -> {
        // It is leaving anyway.
      }
    }
  }

  // ---- its end ----

  @Override
  public CompletionStage<Void> retire(Duration patience) {
    house.keeper().execute(() -> retireNow(patience));
    return gone.minimalCompletionStage();
  }

  private void retireNow(Duration patience) {
    if (state == State.STARTING) {
      failure = new LaunchException("it was stopped while it started", "");
      leave(Duration.ZERO);
    } else if (state == State.SERVING) {
      leave(patience);
    }
  }

  /** First what waits finds the next generation, or a place to wait, when it goes back. */
  private void leave(Duration patience) {
    state = State.RETIRING;
    deadlineNanos = System.nanoTime() + patience.toNanos();
    desk.close();
    Runnable registration = unregister;
    if (registration != null) {
      registration.run();
    }
    desk.giveBack();
    if (patience.isZero()) {
      breakOff();
    } else {
      retiring();
    }
  }

  private void breakOff() {
    desk.abortAll("its vassal ends");
    stop(Duration.ZERO);
  }

  private void stop(Duration mercy) {
    stopping = true;
    deadlineNanos = System.nanoTime() + mercy.plus(MARGIN).toNanos();
    company.stop(mercy);
    if (company.isGone()) {
      conclude();
    }
  }

  private void retiring() {
    if (pool.waiting() == 0) {
      company.retireAll();
    }
    if (desk.pending() == 0) {
      stop(settings.mercy().compareTo(MARGIN) < 0 ? settings.mercy() : MARGIN);
    }
  }

  private void conclude() {
    if (state == State.GONE) {
      return;
    }
    state = State.GONE;
    ScheduledFuture<?> timer = tick;
    if (timer != null) {
      timer.cancel(false);
    }
    company.close();
    house.forget(this);
    LaunchException why = failure;
    String reason = death;
    if (why != null) {
      ready.completeExceptionally(why);
    }
    if (reason != null) {
      died.complete(reason);
    }
    gone.complete(nothing());
  }

  // ---- time ----

  private void tick() {
    try {
      boolean late = System.nanoTime() > deadlineNanos;
      switch (state) {
        case STARTING -> {
          if (late) {
            long seconds = command.startTimeout().toSeconds();
            failed("it was not ready within " + seconds + " s" + company.lastWords(), "");
          }
        }
        case SERVING -> {
          desk.refuseLate(settings.patience().toNanos());
          company.tick();
        }
        case RETIRING -> leaving(late);
        case GONE -> {
          // The timer is about to end.
        }
      }
    } catch (RuntimeException e) { // The timer would end with it, in silence.
      log.error("while looking at deadlines", e);
    }
  }

  private void leaving(boolean late) {
    if (stopping && (company.isGone() || late)) {
      if (late && !company.isGone()) {
        log.error("its processes did not end in time; given up");
      }
      conclude();
    } else if (!stopping && late) {
      breakOff();
    } else if (!stopping) {
      company.tick();
      retiring();
    }
  }

  // ---- what is said of it ----

  @Override
  public Launch launch() {
    return launch;
  }

  @Override
  public CompletionStage<Void> ready() {
    return ready.minimalCompletionStage();
  }

  @Override
  public CompletionStage<String> died() {
    return died.minimalCompletionStage();
  }

  Journey journey() {
    return launch.journey();
  }

  private Dictionary<String, Object> properties() {
    return FrameworkUtil.asDictionary(
        Map.of(
            RequestHandler.VASSAL,
            launch.spec().name(),
            RequestHandler.GENERATION,
            launch.generation()));
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("engine", company.engine());
    facts.put("processes", pool.ready() + " of " + settings.processes());
    facts.put("threads", settings.threads());
    facts.put("waiting", pool.waiting());
    facts.put("requests", pool.taken());
    facts.put("refused", desk.refused());
    facts.put("lost", desk.lost());
    facts.put("repeated", desk.repeated());
    facts.put("harakiri", desk.overdue());
    facts.put("deaths", company.deaths());
    company.describe(facts);
    String warning = company.warning();
    if (!warning.isEmpty()) {
      facts.put(WARNING, warning);
    }
    return facts;
  }

  /** The only value of its type. */
  @SuppressWarnings("NullAway")
  private static Void nothing() {
    return null;
  }

  @Override
  public String toString() {
    return launch.spec().name() + " generation " + launch.generation();
  }
}
