package io.trajan.shell.server.session;

import io.trajan.shell.codec.Frame;
import io.trajan.shell.server.gogo.Desk;
import io.trajan.shell.server.terminal.LineEditor;
import io.trajan.shell.server.terminal.RemoteTerminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.apache.felix.gogo.runtime.CommandSessionImpl;
import org.jspecify.annotations.Nullable;

/**
 * What a session is made of once the client has said what it wants.
 *
 * @param gogo Gogo's session
 * @param mode how it talks
 * @param terminal the terminal, null in a batch
 */
record Conversation(CommandSessionImpl gogo, Mode mode, @Nullable RemoteTerminal terminal)
    implements AutoCloseable {
  /** A conversation as the client asked for it. */
  static Conversation open(
      Frame.Hello hello,
      Frame.@Nullable Run run,
      FrameChannel channel,
      ShellServices services,
      Desk desk,
      String user)
      throws IOException {
    return hello.mode() == Frame.Mode.INTERACTIVE
        ? interactive(hello, channel, services, desk, user)
        : batch(hello, run, channel, services, desk);
  }

  private static Conversation batch(
      Frame.Hello hello,
      Frame.@Nullable Run run,
      FrameChannel channel,
      ShellServices services,
      Desk desk) {
    InputPipe input = new InputPipe(() -> channel.write(new Frame.More()));
    OutputStream out = new FrameOutput(channel, Frame.Output::new);
    OutputStream err = new FrameOutput(channel, Frame.ErrorOutput::new);
    CommandSessionImpl gogo = gogo(hello, services, desk, input, out, err);
    LineRunner runner = new LineRunner(gogo, desk, services.processor().registry(), out, err);
    return new Conversation(
        gogo, new BatchMode(run == null ? null : BatchMode.line(run), input, runner), null);
  }

  private static Conversation interactive(
      Frame.Hello hello, FrameChannel channel, ShellServices services, Desk desk, String user)
      throws IOException {
    RemoteTerminal terminal =
        new RemoteTerminal(hello.terminal(), new FrameOutput(channel, Frame.Output::new));
    terminal.resize(hello.columns(), hello.rows());
    OutputStream out = terminal.output();
    CommandSessionImpl gogo = gogo(hello, services, desk, terminal.commandInput(), out, out);
    LineEditor editor =
        new LineEditor(
            terminal,
            services.processor().registry(),
            (kind, word) -> services.names(gogo.currentDir()).names(kind, word),
            services.histories().of(user));
    LineRunner runner = new LineRunner(gogo, desk, services.processor().registry(), out, out);
    LineRunner.print(out, services.greeting());
    return new Conversation(gogo, new InteractiveMode(terminal, editor, runner), terminal);
  }

  private static CommandSessionImpl gogo(
      Frame.Hello hello,
      ShellServices services,
      Desk desk,
      InputStream in,
      OutputStream out,
      OutputStream err) {
    CommandSessionImpl gogo = services.processor().createSession(in, out, err);
    gogo.put(Desk.VARIABLE, desk);
    try {
      Path directory = Path.of(hello.directory());
      if (directory.isAbsolute()) {
        gogo.currentDir(directory);
        gogo.put("_cwd", directory.toFile()); // where Felix's cd and ls look
      }
    } catch (InvalidPathException e) {
      // The emperor's own directory then.
    }
    return gogo;
  }

  @Override
  public void close() {
    gogo.close();
    if (terminal != null) {
      try {
        terminal.close();
      } catch (IOException e) {
        // Its connection is gone.
      }
    }
  }
}
