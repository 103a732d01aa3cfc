package io.trajan.shell.server.session;

import io.trajan.shell.codec.Frame;
import io.trajan.shell.server.gogo.Desk;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client. Two threads of its own: {@code shell-N} runs the lines, {@code shell-N-reader} reads
 * what the client sends; commands run on Gogo's. All end with it; a command that cannot be
 * interrupted is named in the log.
 */
public final class Session implements Desk {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);
  private static final long END_MILLIS = 2000;
  private static final long RETRY_MILLIS = 100;

  private final int number;
  private final String user;
  private final FrameChannel channel;
  private final ShellServices services;
  private final Consumer<Session> onEnd;
  private final Thread main;
  private final Instant since = Instant.now();
  private final RunningCommands running = new RunningCommands();
  private volatile Frame.@Nullable Hello hello;
  private volatile @Nullable Mode mode;
  private @Nullable Thread reader; // main's
  private volatile int columns;
  private volatile int leaveStatus;
  private volatile @Nullable Ending ending;

  /**
   * Why somebody else ends a session.
   *
   * @param message for the person
   * @param again whether a new session can be had at once
   * @param undone whether a running command was interrupted for it
   */
  private record Ending(String message, boolean again, boolean undone) {}

  /**
   * Of a connection whose peer was checked; {@code onEnd} is called by its own thread as the last.
   */
  public Session(
      int number,
      String user,
      FrameChannel channel,
      ShellServices services,
      Consumer<Session> onEnd) {
    this.number = number;
    this.user = user;
    this.channel = channel;
    this.services = services;
    this.onEnd = onEnd;
    this.main = thread("shell-" + number, this::run);
  }

  /** Inherits nothing: what a command starts must not hold on to the session. */
  private static Thread thread(String name, Runnable task) {
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(name)
            .inheritInheritableThreadLocals(false)
            .unstarted(task);
    thread.setContextClassLoader(null);
    return thread;
  }

  /** Begins. */
  public void start() {
    main.start();
  }

  private void run() {
    Frame.Exit exit = new Frame.Exit(Failures.FAILED, false, "");
    try {
      exit = converse();
    } catch (ProtocolException e) {
      exit = new Frame.Exit(Failures.USAGE, false, "protocol: " + e.getMessage());
    } catch (IOException e) {
      LOG.debug("session {} of {} broke off: {}", number, user, e.toString());
    } catch (RuntimeException | Error e) { // the top of the thread
      LOG.warn("session {} of {} failed", number, user, e);
      exit = new Frame.Exit(Failures.FAILED, false, "the shell failed: " + e);
    } finally {
      sayAndClose(exit);
      joinReader();
      running.reportLeft(number);
      onEnd.accept(this);
    }
  }

  private void sayAndClose(Frame.Exit exit) {
    var _ = Thread.interrupted();
    try (channel) {
      channel.write(exit);
    } catch (IOException e) {
      LOG.debug("the client of session {} did not hear its end: {}", number, e.toString());
    }
  }

  private void joinReader() {
    try {
      if (reader != null) {
        reader.join(END_MILLIS); // the channel is closed, so it leaves
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Frame.Exit converse() throws IOException {
    Frame.Hello said = expect(Frame.Hello.class);
    if (said.version() != Frame.VERSION) {
      throw new ProtocolException(
          "version "
              + said.version()
              + ", this emperor speaks "
              + Frame.VERSION
              + "; use the client it came with");
    }
    Frame.Run command = said.mode() == Frame.Mode.COMMAND ? expect(Frame.Run.class) : null;
    hello = said;
    columns = said.terminalOut() ? said.columns() : 0;
    channel.write(new Frame.Welcome(Frame.VERSION, number));
    try (Conversation conversation =
        new Opening(channel, services, this, running, user).open(said, command)) {
      mode = conversation.mode();
      reader = thread("shell-" + number + "-reader", reader(conversation.mode()));
      reader.start();
      return exit(ending == null ? conversation.mode().run() : 0);
    }
  }

  private ClientReader reader(Mode mode) {
    return new ClientReader(
        channel,
        mode,
        services.idle(),
        r -> columns = columns == 0 ? 0 : r.columns(),
        this::leaveSaying);
  }

  private <T extends Frame> T expect(Class<T> type) throws IOException {
    Frame frame = channel.read(HELLO_TIMEOUT);
    if (frame == null || !type.isInstance(frame)) {
      String got = frame == null ? "the end" : frame.getClass().getSimpleName();
      throw new ProtocolException("expected " + type.getSimpleName() + ", got " + got);
    }
    return type.cast(frame);
  }

  private Frame.Exit exit(int status) {
    Ending told = ending;
    if (told == null) {
      return new Frame.Exit(status == 0 ? leaveStatus : status, false, "");
    }
    boolean interactive = isInteractive();
    int code = interactive ? 0 : told.undone() ? Failures.TRY_AGAIN : status;
    return new Frame.Exit(
        code, interactive && told.again(), interactive || told.undone() ? told.message() : "");
  }

  private boolean isInteractive() {
    Frame.Hello said = hello;
    return said != null && said.mode() == Frame.Mode.INTERACTIVE;
  }

  private void leaveSaying(String message) {
    ending = new Ending(message, false, true);
    channel.hurry();
    Mode current = mode;
    if (current != null) {
      current.leave();
      current.interrupt();
    }
  }

  /**
   * Ends the session from outside and waits a bounded time for its threads. When the caller itself
   * runs inside a command of this session (the command that stops or updates the shell), the
   * command is left to finish and the session ends right after it.
   *
   * @return whether it goes on until its command is done
   */
  public boolean end(String message, boolean again) {
    boolean inside = running.isInside();
    ending = new Ending(message, again, !inside);
    channel.hurry();
    Mode current = mode;
    if (current != null) {
      current.leave();
    }
    return inside || awaitEnd(current);
  }

  private boolean awaitEnd(@Nullable Mode current) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
    try {
      while (main.isAlive() && System.nanoTime() < deadline) {
        if (current != null) {
          current.interrupt(); // again and again: the first may have come between two lines
        }
        main.join(RETRY_MILLIS);
      }
      channel.close();
      main.join(RETRY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      channel.close();
    }
    return false;
  }

  /** What {@code shell:sessions} shows. */
  public Info info() {
    Frame.Hello said = hello;
    String what = said == null ? "connecting" : said.mode().name();
    return new Info(number, user, what, since, String.join(", ", running.names()));
  }

  /**
   * A session in a table.
   *
   * @param session its number
   * @param user whose process the client is
   * @param mode what for
   * @param since when it began
   * @param running the commands that run in it now
   */
  public record Info(int session, String user, String mode, Instant since, String running) {}

  @Override
  public int number() {
    return number;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public boolean json() {
    Frame.Hello said = hello;
    return said != null && said.json();
  }

  @Override
  public void leave(int status) {
    leaveStatus = status;
    Mode current = mode;
    if (current != null) {
      current.leave();
    }
  }

  @Override
  public List<String> history() {
    Mode current = mode;
    return current == null ? List.of() : current.history();
  }

  @Override
  public void clear() {
    Mode current = mode;
    if (current != null) {
      current.clear();
    }
  }

  @Override
  public void entered(String command) throws InterruptedException {
    running.entered(command);
  }

  @Override
  public void left() {
    running.left();
  }
}
