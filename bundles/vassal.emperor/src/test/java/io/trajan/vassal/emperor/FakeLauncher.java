package io.trajan.vassal.emperor;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Launch;
import io.trajan.vassal.LaunchException;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import io.trajan.vassal.VassalSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A launcher that keeps the contract of the real ones and whose instances become ready, fail, die
 * and end when the test says so, or by themselves when told to be quick.
 */
final class FakeLauncher implements Launcher, OptionSet {
  final Option<String> option;
  final List<FakeInstance> launched = new CopyOnWriteArrayList<>();
  final List<Fault> faults = new ArrayList<>();
  boolean quick;

  /** Whether its bundle has been refreshed under it, so that its classes cannot be loaded. */
  boolean unlinked;

  private final String name;
  private final Phase phase;
  private final List<FakeInstance> instances = new CopyOnWriteArrayList<>();

  FakeLauncher(String name, Phase phase, String option) {
    this.name = name;
    this.phase = phase;
    this.option = Option.of(option, ValueTypes.word(), "What to start.").repeated();
  }

  static FakeLauncher http() {
    return new FakeLauncher("http", Phase.LISTEN, "http-socket");
  }

  static FakeLauncher rack() {
    return new FakeLauncher("rack", Phase.APPLICATION, "rack");
  }

  FakeLauncher quick() {
    quick = true;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(option);
  }

  @Override
  public String launcher() {
    return name;
  }

  @Override
  public Phase phase() {
    return phase;
  }

  @Override
  public boolean wants(VassalSpec spec) {
    link();
    return spec.has(option);
  }

  @Override
  public List<Fault> check(VassalSpec spec) {
    link();
    return List.copyOf(faults);
  }

  @Override
  public Instance launch(Launch launch) {
    link();
    FakeInstance instance = new FakeInstance(launch);
    instances.add(instance);
    launched.add(instance);
    if (quick) {
      instance.succeed();
    }
    return instance;
  }

  @Override
  public List<Instance> instances() {
    return List.copyOf(instances);
  }

  private void link() {
    if (unlinked) {
      throw new NoClassDefFoundError("the bundle is being refreshed");
    }
  }

  /** The instance launched last. */
  FakeInstance last() {
    return launched.getLast();
  }

  /** Its bundle stops: everything is retired. */
  void stop() {
    List.copyOf(instances).forEach(each -> each.retire(Duration.ZERO));
  }

  final class FakeInstance implements Instance {
    private final Launch launch;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<String> died = new CompletableFuture<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private volatile boolean retiring;

    /** Whether the end of retiring waits for the test. */
    boolean slowToEnd;

    FakeInstance(Launch launch) {
      this.launch = launch;
    }

    void succeed() {
      ready.complete(null);
    }

    void fail(String reason) {
      instances.remove(this);
      ready.completeExceptionally(new LaunchException(reason, "mend it"));
    }

    void die(String reason) {
      instances.remove(this);
      died.complete(reason);
    }

    void end() {
      gone.complete(null);
    }

    boolean isStarting() {
      return !ready.isDone() && !retiring;
    }

    boolean serves() {
      return ready.isDone() && !ready.isCompletedExceptionally() && !died.isDone() && !retiring;
    }

    boolean isRetired() {
      return retiring;
    }

    boolean isGone() {
      return gone.isDone() || died.isDone() || ready.isCompletedExceptionally();
    }

    long generation() {
      return launch.generation();
    }

    @Override
    public Launch launch() {
      return launch;
    }

    @Override
    public CompletionStage<Void> ready() {
      return ready;
    }

    @Override
    public CompletionStage<String> died() {
      return died;
    }

    @Override
    public CompletionStage<Void> retire(Duration patience) {
      retiring = true;
      instances.remove(this);
      if (!slowToEnd) {
        gone.complete(null);
      }
      return gone;
    }

    @Override
    public Map<String, Object> facts() {
      return Map.of("generation", generation());
    }
  }
}
