package io.trajan.vassal.emperor;

import io.trajan.vassal.Instance;
import io.trajan.vassal.LaunchException;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.Relay;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * An instance of a launcher as the emperor sees it. What it says of itself is stored on the
 * launcher's thread and looked at on the emperor's.
 */
final class Part implements AutoCloseable {
  private final Launcher launcher;
  private final Instance instance;
  private final Relay<Void> ready;
  private final Relay<String> died;
  private volatile boolean serves;
  private volatile @Nullable Trouble failure;
  private volatile @Nullable Trouble death;

  /**
   * @param look asks the emperor's thread to look at the vassal; any thread
   */
  Part(Launcher launcher, Instance instance, Runnable look) {
    this.launcher = launcher;
    this.instance = instance;
    this.ready =
        Relay.of(
            instance.ready(),
            (nothing, failed) -> {
              failure = failed == null ? null : trouble(failed);
              serves = failed == null;
              look.run();
            });
    this.died =
        Relay.of(
            instance.died(),
            (reason, failed) -> {
              death = new Trouble(name() + " died: " + (reason == null ? failed : reason), "");
              look.run();
            });
  }

  private Trouble trouble(Throwable failed) {
    Throwable cause =
        failed instanceof CompletionException && failed.getCause() != null
            ? failed.getCause()
            : failed;
    return cause instanceof LaunchException e
        ? new Trouble(e.reason(), e.remedy())
        : new Trouble(name() + " failed: " + cause, "");
  }

  String name() {
    return launcher.name();
  }

  Launcher launcher() {
    return launcher;
  }

  Instance instance() {
    return instance;
  }

  boolean listens() {
    return launcher.phase() == Launcher.Phase.LISTEN;
  }

  /** Whether it is ready; it may have died since. */
  boolean serves() {
    return serves;
  }

  /** Why it did not start. */
  @Nullable Trouble failure() {
    return failure;
  }

  /** Why it died. */
  @Nullable Trouble death() {
    return death;
  }

  /** Whether it is of no more use. */
  boolean isGone() {
    return failure != null || death != null;
  }

  /** Stops listening to the instance, which goes on. */
  @Override
  public void close() {
    ready.close();
    died.close();
  }
}
