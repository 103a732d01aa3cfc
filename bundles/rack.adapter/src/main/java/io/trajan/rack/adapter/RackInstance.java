package io.trajan.rack.adapter;

import io.trajan.rack.adapter.ruby.Backtraces;
import io.trajan.rack.adapter.ruby.LineLog;
import io.trajan.rack.adapter.ruby.Program;
import io.trajan.rack.adapter.ruby.RubyVm;
import io.trajan.rack.adapter.ruby.VmSettings;
import io.trajan.request.RequestHandler;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Launch;
import io.trajan.vassal.LaunchException;
import java.time.Duration;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jruby.Ruby;
import org.jruby.exceptions.RaiseException;
import org.jruby.runtime.Constants;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One generation of a Rack application. A thread of its own, {@code rack-NAME-main}, boots its
 * runtime, is Ruby's main thread while it serves, and ends it; deadlines are kept by a timer, which
 * breaks that thread off and, should it not react, gives it up with a message.
 */
final class RackInstance implements Instance {
  /** How long a thread has to react when it is broken off. */
  private static final Duration REACTION = Duration.ofSeconds(5);

  private final Launch launch;
  private final RackSettings settings;
  private final Registrar registrar;
  private final ScheduledExecutorService timer;
  private final Consumer<RackInstance> onGone;
  private final Logger log;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<String> died = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();
  private final CompletableFuture<Duration> retirement = new CompletableFuture<>();
  private final Thread main;
  private volatile @Nullable RubyVm vm;
  private volatile @Nullable Application application;
  private volatile @Nullable String brokenOff;

  /** Set once, by what comes first: it begins to take requests, or its start is broken off. */
  private final AtomicBoolean settled = new AtomicBoolean();

  RackInstance(
      Launch launch,
      Registrar registrar,
      ScheduledExecutorService timer,
      Consumer<RackInstance> onGone) {
    this.launch = launch;
    this.settings = RackSettings.from(launch.spec());
    this.registrar = registrar;
    this.timer = timer;
    this.onGone = onGone;
    this.log = LoggerFactory.getLogger("vassal." + settings.name());
    this.main = new Thread(this::run, "rack-" + settings.name() + "-main");
    main.setDaemon(true);
    main.setContextClassLoader(Ruby.class.getClassLoader());
  }

  void start() {
    main.start();
  }

  /** Its runtime, null while there is none. */
  @Nullable RubyVm vm() {
    return vm;
  }

  /** The application it runs, null while there is none. */
  @Nullable Application application() {
    return application;
  }

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

  @Override
  public CompletionStage<Void> retire(Duration patience) {
    if (retirement.complete(patience)) {
      breakOff("it was stopped while it started");
    }
    return gone.minimalCompletionStage();
  }

  private void run() {
    try {
      serve();
    } catch (LaunchException e) {
      tell(e);
      leave(e);
    } catch (Throwable e) { // The top of a thread: nothing else would tell of it.
      log.error("did not start", e);
      leave(new LaunchException(String.valueOf(e), "", e));
    }
  }

  /** The reason is the emperor's to tell; what only the log can hold is told here. */
  private void tell(LaunchException failure) {
    if (retirement.isDone()) {
      log.info("generation {} was stopped while it started", launch.generation());
    } else if (failure.getCause() instanceof RaiseException raised) {
      log.info(
          "backtrace of what failed while generation {} started: {}",
          launch.generation(),
          Backtraces.ofProgram(raised));
    }
  }

  private void serve() throws LaunchException, InterruptedException {
    ScheduledFuture<?> alarm =
        timer.schedule(
            () -> breakOff("it was not ready within " + settings.startTimeout().toSeconds() + " s"),
            settings.startTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
    Application started;
    try {
      started = begin();
      if (!settled.compareAndSet(false, true)) {
        throw new InterruptedException();
      }
    } catch (Throwable e) {
      end(application, Duration.ZERO);
      throw explain(e);
    } finally {
      alarm.cancel(false);
    }
    Runnable unregister = registrar.register(started.handler(), properties());
    ready.complete(nothing());
    Duration patience = retirement.join();
    // First, so that what waits finds the next generation, or a place to wait, when it goes back.
    started.handler().close();
    unregister.run();
    end(started, patience);
    leave(null);
  }

  private Application begin() throws Exception {
    LineLog output = new LineLog(log::info);
    LineLog errors = new LineLog(log::warn);
    RubyVm booted =
        launch
            .journey()
            .step(
                "boot JRuby " + Constants.VERSION,
                () ->
                    RubyVm.boot(
                        new VmSettings(
                            settings.directory(),
                            settings.environment(),
                            settings.libraries(),
                            output,
                            errors)));
    vm = booted;
    Program program =
        launch
            .journey()
            .step(
                "load " + settings.rackup(),
                () ->
                    Program.load(
                        booted, settings.rackup(), settings.gemfile(), settings.requires()));
    Application loaded = new Application(settings, booted, program, new LineLog(log::info), log);
    application = loaded;
    warmUp(loaded);
    loaded.start();
    return loaded;
  }

  private void warmUp(Application loaded) throws LaunchException {
    if (settings.warmups().isEmpty()) {
      return;
    }
    launch
        .journey()
        .step(
            "warm up",
            () -> {
              long failed = loaded.warmUp();
              if (failed > 0) {
                throw new LaunchException(
                    failed + " warm-up requests failed",
                    "The log has their backtraces; mend the application or warmup-requests.");
              }
              return failed;
            });
  }

  private LaunchException explain(Throwable failure) {
    String why = brokenOff;
    if (why != null) {
      return new LaunchException(why, "", failure);
    }
    return failure instanceof LaunchException known
        ? known
        : new LaunchException(String.valueOf(failure), "", failure);
  }

  private void end(@Nullable Application started, Duration patience) {
    RubyVm running = vm;
    if (running != null) {
      new Ending(settings, running, log).end(started, patience);
    }
    vm = null;
    application = null;
  }

  /** Makes the main thread stop what it does, wherever it is, unless it has begun to serve. */
  private void breakOff(String why) {
    if (!settled.compareAndSet(false, true)) {
      return;
    }
    brokenOff = why;
    RubyVm running = vm;
    if (running != null) {
      running.killMain();
    }
    main.interrupt();
    var _ = timer.schedule(this::giveUp, REACTION.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void giveUp() {
    if (!gone.isDone()) {
      log.error("given up: thread {} does not react", main.getName());
      conclude(new LaunchException(brokenOff + ", and it does not react", ""));
    }
  }

  /** The last act of the main thread: somebody else says that it is gone when it is. */
  private void leave(@Nullable LaunchException failure) {
    timer.execute(
        () -> {
          try {
            main.join(REACTION);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          conclude(failure);
        });
  }

  private void conclude(@Nullable LaunchException failure) {
    onGone.accept(this);
    if (failure != null) {
      ready.completeExceptionally(failure);
    }
    gone.complete(nothing());
  }

  /** The only value of its type. */
  @SuppressWarnings("NullAway")
  private static Void nothing() {
    return null;
  }

  private Dictionary<String, Object> properties() {
    return FrameworkUtil.asDictionary(
        Map.of(
            RequestHandler.VASSAL,
            settings.name(),
            RequestHandler.GENERATION,
            launch.generation()));
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("engine", "JRuby " + Constants.VERSION);
    Application running = application;
    if (running != null) {
      facts.put("rack", running.version().name().toLowerCase(Locale.ROOT));
      facts.put("threads", settings.threads());
      facts.put("busy", running.pool().busy());
      facts.put("waiting", running.pool().waiting());
      facts.put("hijacked", running.hijacks().count());
      facts.put("requests", running.handler().taken());
      facts.put("refused", running.handler().refused());
      facts.put("failed", running.failures());
    }
    return facts;
  }

  @Override
  public String toString() {
    return settings.name() + " generation " + launch.generation();
  }
}
