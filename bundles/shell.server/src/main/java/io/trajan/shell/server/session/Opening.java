package io.trajan.shell.server.session;

import io.trajan.shell.codec.Frame;
import io.trajan.shell.server.gogo.CommandRegistry;
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

/** Makes the {@link Conversation} that a client asked for. */
final class Opening {
  private final FrameChannel channel;
  private final ShellServices services;
  private final Desk desk;
  private final RunningCommands running;
  private final String user;

  /** For one session. */
  Opening(
      FrameChannel channel,
      ShellServices services,
      Desk desk,
      RunningCommands running,
      String user) {
    this.channel = channel;
    this.services = services;
    this.desk = desk;
    this.running = running;
    this.user = user;
  }

  /** As the client asked; {@code run} is there in mode COMMAND only. */
  Conversation open(Frame.Hello hello, Frame.@Nullable Run run) throws IOException {
    return hello.mode() == Frame.Mode.INTERACTIVE ? interactive(hello) : batch(hello, run);
  }

  private Conversation batch(Frame.Hello hello, Frame.@Nullable Run run) {
    InputPipe input = new InputPipe(() -> channel.write(new Frame.More()));
    OutputStream out = new FrameOutput(channel, Frame.Output::new);
    OutputStream err = new FrameOutput(channel, Frame.ErrorOutput::new);
    CommandSessionImpl gogo = gogo(hello, input, out, err);
    String command = run == null ? null : BatchMode.line(run);
    return new Conversation(gogo, new BatchMode(command, input, runner(gogo, out, err)), null);
  }

  private Conversation interactive(Frame.Hello hello) throws IOException {
    RemoteTerminal terminal =
        new RemoteTerminal(hello.terminal(), new FrameOutput(channel, Frame.Output::new));
    terminal.resize(hello.columns(), hello.rows());
    OutputStream out = terminal.output();
    CommandSessionImpl gogo = gogo(hello, terminal.commandInput(), out, out);
    LineEditor editor =
        new LineEditor(
            terminal,
            registry(),
            (kind, word) -> services.names(gogo.currentDir()).names(kind, word),
            services.histories().of(user));
    ResultPrinter.print(out, services.greeting());
    return new Conversation(
        gogo, new InteractiveMode(terminal, editor, runner(gogo, out, out)), terminal);
  }

  private LineRunner runner(CommandSessionImpl gogo, OutputStream out, OutputStream err) {
    return new LineRunner(
        gogo,
        new ResultPrinter(gogo, desk, out, err),
        new Failures(registry(), services::advice),
        running);
  }

  private CommandRegistry registry() {
    return services.processor().registry();
  }

  private CommandSessionImpl gogo(
      Frame.Hello hello, InputStream in, OutputStream out, OutputStream err) {
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
}
