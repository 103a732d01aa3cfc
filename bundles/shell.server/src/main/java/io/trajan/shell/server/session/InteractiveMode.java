package io.trajan.shell.server.session;

import io.trajan.shell.server.terminal.LineEditor;
import io.trajan.shell.server.terminal.RemoteTerminal;
import java.io.IOException;
import java.util.List;
import org.jline.terminal.Terminal.Signal;

/** A person at a terminal: prompt, line, result, until Ctrl-D or {@code exit}. */
final class InteractiveMode implements Mode {
  private final RemoteTerminal terminal;
  private final LineEditor editor;
  private final LineRunner runner;
  private volatile boolean waiting;
  private volatile boolean leaving;

  InteractiveMode(RemoteTerminal terminal, LineEditor editor, LineRunner runner) {
    this.terminal = terminal;
    this.editor = editor;
    this.runner = runner;
  }

  @Override
  public int run() throws IOException {
    terminal.handle(Signal.INT, _ -> interruptCommand());
    int status = 0;
    while (!leaving) {
      waiting = true;
      String line = editor.read(status);
      waiting = false;
      runner.begin();
      if (line == null || leaving) {
        break;
      }
      var _ = Thread.interrupted(); // a Ctrl-C that came as the line was done
      status = line.isBlank() ? 0 : runner.run(line);
      terminal.commandDone();
    }
    editor.save();
    return 0;
  }

  private void interruptCommand() {
    runner.interrupt();
  }

  @Override
  public void input(byte[] bytes) throws IOException {
    terminal.feed(bytes);
  }

  @Override
  public void endOfInput() throws IOException {
    terminal.endInput();
  }

  @Override
  public void interrupt() {
    terminal.raise(Signal.INT);
  }

  @Override
  public void resize(int columns, int rows) {
    terminal.resize(columns, rows);
  }

  @Override
  public void leave() {
    leaving = true;
    try {
      terminal.endInput();
    } catch (IOException e) {
      // It was ended already.
    }
  }

  @Override
  public boolean isWaiting() {
    return waiting;
  }

  @Override
  public List<String> history() {
    return editor.history();
  }

  @Override
  public void clear() {
    editor.clear();
  }
}
