package io.trajan.vassal.process.warden;

import io.trajan.vassal.process.net.Link;
import io.trajan.vassal.process.net.Loop;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of a generation: a warden, the program below it, and the streams to both. Confined
 * to the keeper's thread; what the warden says is heard on the loop's.
 */
public final class Troop {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final long AGAIN_MILLIS = 5;
  private static final Logger LOG = LoggerFactory.getLogger(Troop.class);

  private final Loop loop;
  private final ScheduledExecutorService keeper;
  private final Quarters quarters;
  private final Warden warden;
  private @Nullable Process process;
  private boolean connected;
  private boolean closed;

  /** Processes that do not exist yet. */
  public Troop(Loop loop, ScheduledExecutorService keeper, Path directory, Warden.Life life) {
    this.loop = loop;
    this.keeper = keeper;
    this.quarters = new Quarters(directory);
    this.warden = new Warden(life);
  }

  /** Its directory. */
  public Quarters quarters() {
    return quarters;
  }

  /** Who it is told. */
  public Warden warden() {
    return warden;
  }

  /**
   * Starts the warden with a plan, and connects.
   *
   * @param then called on the keeper's thread: with null when it is connected, else with what is
   *     wrong
   */
  public void start(Path program, String script, String plan, Consumer<@Nullable String> then)
      throws IOException {
    quarters.create(script);
    File words = quarters.log().toFile();
    Process started =
        new ProcessBuilder(program.toString(), "warden")
            .directory(quarters.directory().toFile())
            .redirectOutput(words)
            .redirectError(ProcessBuilder.Redirect.appendTo(words))
            .start();
    process = started;
    try (var plans = started.getOutputStream()) {
      plans.write(plan.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.debug("the warden did not read its plan to the end", e);
    }
    long deadline = System.nanoTime() + CONNECT.toNanos();
    connect(started, deadline, then);
  }

  private void connect(Process started, long deadline, Consumer<@Nullable String> then) {
    if (closed) {
      return;
    }
    try {
      loop.connect(quarters.socket("warden.sock"), warden, warden::begin);
      connected = true;
      then.accept(null);
    } catch (IOException e) {
      if (!started.isAlive()) {
        then.accept(orElse(quarters.words(), "the warden ended with " + started.exitValue()));
      } else if (System.nanoTime() > deadline) {
        then.accept("the warden does not listen: " + e.getMessage());
      } else {
        var _ =
            keeper.schedule(
                () -> connect(started, deadline, then), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
  }

  private static String orElse(String text, String other) {
    return text.isEmpty() ? other : text;
  }

  /** Asks the program for one more worker: a connection is the command. */
  public void fork(Link.Listener listener, Consumer<Link> first) throws IOException {
    loop.connect(quarters.socket("template.sock"), listener, first);
  }

  /** Ends all its processes, politely for so long; {@link Warden.Life#gone} tells when. */
  public void stop(Duration mercy) {
    Process mine = process;
    if (connected) {
      warden.stop((int) Math.min(mercy.toMillis(), Integer.MAX_VALUE));
    } else if (mine != null) {
      mine.destroy();
    }
  }

  /** Lets go of what is left: streams and directory. */
  public void close() {
    closed = true;
    warden.close();
    try {
      quarters.close();
    } catch (IOException e) {
      LOG.warn("{} could not be removed: {}", quarters.directory(), e.toString());
    }
  }
}
