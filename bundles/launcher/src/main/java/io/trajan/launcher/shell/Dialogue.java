package io.trajan.launcher.shell;

import io.trajan.shell.codec.Frame;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One run of the client: connect, say what is wanted, relay until the emperor says how it ended.
 */
public final class Dialogue {
  private static final int BROKEN_PIPE = 128 + 13;
  private static final int HUNG_UP = 128 + 1;
  private static final int INTERRUPTED = 128 + 2;
  private static final int TERMINATED = 128 + 15;
  private static final int STDIN = 0;
  private static final int STDOUT = 1;

  /** Where signals are heard. */
  public interface Signals {
    /** Runs the action on another thread each time the signal comes. */
    void on(String name, Runnable action);
  }

  private final ClientOptions options;
  private final Signals signals;
  private final Emperor emperor;
  private final boolean interactive;
  private final boolean terminalOut = Tty.is(STDOUT);
  private final @Nullable Tty tty = terminalOut ? new Tty() : null;
  private final OutputStream out = new FileOutputStream(FileDescriptor.out);
  private final OutputStream err = new FileOutputStream(FileDescriptor.err);
  private volatile @Nullable Wire wire;
  private @Nullable Input input;
  private int interrupts;

  /** As the command line says. */
  public Dialogue(ClientOptions options, Signals signals) {
    this.options = options;
    this.signals = signals;
    this.emperor = new Emperor(options.home());
    this.interactive = options.words().isEmpty() && terminalOut && Tty.is(STDIN);
  }

  /** Runs it and returns the exit status. */
  public int run() throws ClientFailure {
    try {
      Frame.Exit exit;
      do {
        exit = converse();
        say(exit.message());
      } while (exit.again() && interactive);
      return exit.status();
    } finally {
      restore();
    }
  }

  private Frame.Exit converse() throws ClientFailure {
    try (Wire connected = new Wire(emperor.connect())) {
      wire = connected;
      hello(connected);
      prepare(connected);
      return relay(connected);
    } catch (IOException e) {
      throw new ClientFailure(ClientFailure.FAILED, "the emperor went away: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ClientFailure(ClientFailure.USAGE, "the command is too long: " + e.getMessage());
    }
  }

  private void hello(Wire wire) throws IOException {
    Frame.Mode mode =
        interactive
            ? Frame.Mode.INTERACTIVE
            : options.words().isEmpty() ? Frame.Mode.SCRIPT : Frame.Mode.COMMAND;
    String term = System.getenv("TERM");
    String directory = System.getProperty("user.dir", "/");
    int columns = tty == null ? 0 : tty.columns();
    int rows = tty == null ? 0 : tty.rows();
    wire.write(
        new Frame.Hello(
            Frame.VERSION,
            mode,
            options.json(),
            terminalOut,
            columns,
            rows,
            term == null ? "" : term,
            directory));
    if (mode == Frame.Mode.COMMAND) {
      wire.write(new Frame.Run(options.words()));
    }
  }

  private void prepare(Wire wire) throws ClientFailure {
    if (input != null) {
      input.reconnect(wire);
      return;
    }
    Input reading = new Input(wire, interactive, () -> leave(INTERRUPTED));
    input = reading;
    signals.on("INT", this::interrupt);
    if (interactive && tty != null) {
      tty.raw();
      signals.on("TERM", () -> leave(TERMINATED));
      signals.on("HUP", () -> leave(HUNG_UP));
      signals.on("WINCH", this::resized);
    }
    reading.start();
  }

  private Frame.Exit relay(Wire wire) throws IOException, ClientFailure {
    while (true) {
      Frame frame = wire.read();
      if (input != null) {
        input.answered();
      }
      if (frame instanceof Frame.Output output) {
        print(out, output.bytes());
      } else if (frame instanceof Frame.ErrorOutput error) {
        print(err, error.bytes());
      } else if (frame instanceof Frame.More && input != null) {
        input.more();
      } else if (frame instanceof Frame.Exit exit) {
        return exit;
      } else if (frame == null) {
        throw new ClientFailure(ClientFailure.FAILED, "the emperor went away");
      }
    }
  }

  /** Who reads our output may go before the end (head, grep -q): then so do we, without a word. */
  private void print(OutputStream stream, byte[] bytes) {
    try {
      stream.write(bytes);
    } catch (IOException e) {
      leave(BROKEN_PIPE);
    }
  }

  private void say(String message) {
    if (!message.isEmpty()) {
      String end = interactive ? "\r\n" : "\n";
      print(err, message.concat(end).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The first is for the command, the second for us. */
  private void interrupt() {
    Wire connected = wire;
    if (++interrupts > 1 || connected == null) {
      leave(INTERRUPTED);
      return;
    }
    try {
      connected.write(new Frame.Interrupt());
    } catch (IOException e) {
      leave(INTERRUPTED);
    }
  }

  private void resized() {
    Wire connected = wire;
    if (tty == null || connected == null) {
      return;
    }
    tty.measure();
    try {
      connected.write(new Frame.Resize(tty.columns(), tty.rows()));
    } catch (IOException e) {
      // No connection, nobody to tell.
    }
  }

  /** At once, whatever the other threads do. */
  private void leave(int status) {
    restore();
    Runtime.getRuntime().halt(status);
  }

  private void restore() {
    if (tty != null) {
      tty.restore();
    }
  }
}
