package io.trajan.launcher;

import io.trajan.boot.Readiness.GateState;
import io.trajan.feature.codec.FeatureException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process. Standard output belongs to the READY line; whatever else is printed goes to standard
 * error.
 */
public final class Main {
  private static final int DEFAULT_PORT = 8080;

  /** Listeners have higher start levels; the run that makes the AOT cache stops below them. */
  private static final int BELOW_LISTENERS = 59;

  private final PrintStream out;
  private final Steps steps = new Steps();
  private final ReadinessBoard board = new ReadinessBoard();
  private final Ending ending = new Ending(board::abandon);

  private Main(PrintStream out) {
    this.out = out;
  }

  /** Starts the emperor and ends with one of the statuses of {@link ExitStatus}. */
  public static void main(String[] args) {
    var out = System.out;
    System.setOut(System.err);
    System.exit(new Main(out).run(args).code());
  }

  private ExitStatus run(String... args) {
    try {
      var arguments = Arguments.parse(args);
      var distribution = Distribution.locate();
      var home = new Home(arguments.home());
      prepare(home, distribution);
      var logging = Logging.of(home, distribution.runtimeConfig());
      try (var signals = new Signals(logging)) {
        // Before the lock, which tells our pid to those who send signals.
        signals.hear(ending::request);
        try (var _ = HomeLock.take(home)) {
          return live(arguments, distribution, home, signals);
        }
      }
    } catch (LaunchException e) {
      System.err.println("trajan: " + e.getMessage());
      return e.status();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitStatus.FAILED;
    } catch (IOException | BundleException | RuntimeException e) {
      // The top of the main thread: nothing above it could say what happened.
      e.printStackTrace();
      return ExitStatus.FAILED;
    }
  }

  private static void prepare(Home home, Distribution distribution) throws LaunchException {
    try {
      home.prepare(distribution.runtimeConfig());
    } catch (IOException e) {
      throw LaunchException.misconfigured(home.root() + ": " + UnusableHome.words(home.root(), e));
    }
  }

  private ExitStatus live(
      Arguments arguments, Distribution distribution, Home home, Signals signals)
      throws LaunchException, IOException, BundleException, InterruptedException {
    // Reading its configuration takes as long as making the framework, and there are two cores.
    Thread.ofPlatform().daemon().name("trajan-logging").start(LoggerFactory::getILoggerFactory);
    var settings = Settings.read(home.configuration(Settings.FILE, distribution.runtimeConfig()));
    steps.done("home, lock, settings");
    boolean again;
    do {
      var container = Container.create(distribution, home, properties(arguments));
      steps.done("framework made");
      var looked = provision(container, settings);
      steps.done(looked ? "features read, bundles provisioned" : "features unchanged");
      again = reign(arguments, settings, container, signals);
    } while (again);
    return ExitStatus.STOPPED;
  }

  private static boolean provision(Container container, Settings settings)
      throws LaunchException, IOException {
    try {
      return container.provision(settings.features());
    } catch (FeatureException e) {
      throw LaunchException.misconfigured(
          settings.featuresPlace() + ": features: " + e.getMessage());
    }
  }

  private boolean reign(
      Arguments arguments, Settings settings, Container container, Signals signals)
      throws BundleException, InterruptedException {
    var log = LoggerFactory.getLogger(Main.class);
    try (var _ = new BootServices(container.context(), board, ending)) {
      container.start();
      steps.done("bundles started");
      ending.armed(container, settings.stopTimeout());
      signals.dispatch(container.context());
      if (arguments.train()) {
        ending.request("trained");
      } else {
        announce(arguments, settings, log);
      }
      var again = container.awaitEnd();
      signals.queue();
      log.info(again ? "starting again" : "stopped");
      return again;
    }
  }

  private void announce(Arguments arguments, Settings settings, Logger log)
      throws InterruptedException {
    var settled = board.await(settings.readyTimeout());
    steps.done("waiting for gates");
    if (ending.requested()) {
      return;
    }
    if (!settled) {
      log.warn(
          "not settled within {} s: {}",
          settings.readyTimeout().toSeconds(),
          board.gates().stream().filter(g -> !g.settled()).map(GateState::name).toList());
    }
    var total = steps.total();
    board.announced(total);
    var words = board.gates().stream().flatMap(gate -> gate.words().stream());
    out.println(
        Stream.concat(Stream.of("READY in " + total.toMillis() + " ms"), words)
            .collect(Collectors.joining("  ")));
    log.info("ready in {} ms", total.toMillis());
    if (arguments.timings()) {
      steps.print(System.err);
    }
    AotTraining.startIfWanted(arguments.home());
  }

  private static Map<String, String> properties(Arguments arguments) {
    var properties = new HashMap<String, String>();
    properties.put("trajan.port", Integer.toString(arguments.port().orElse(defaultPort())));
    if (arguments.train()) {
      properties.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(BELOW_LISTENERS));
    }
    return properties;
  }

  private static int defaultPort() {
    var environment = System.getenv("TRAJAN_PORT");
    return environment != null && environment.matches("[0-9]{1,5}")
        ? Integer.parseInt(environment)
        : DEFAULT_PORT;
  }
}
