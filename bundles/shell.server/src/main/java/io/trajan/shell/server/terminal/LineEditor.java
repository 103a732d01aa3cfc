package io.trajan.shell.server.terminal;

import io.trajan.shell.server.gogo.CommandRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.History;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/** Reads lines from a person: prompt, editing, history, completion. One thread. */
public final class LineEditor {
  private static final int HISTORY_LINES = 1000;

  private final RemoteTerminal terminal;
  private final LineReader reader;
  private final DefaultHistory history = new DefaultHistory();

  /** On a terminal; {@code historyFile} null keeps the history for this session only. */
  public LineEditor(
      RemoteTerminal terminal,
      CommandRegistry registry,
      NameSource kinds,
      @Nullable Path historyFile) {
    this.terminal = terminal;
    Completer completer = new ShellCompleter(registry, kinds);
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .appName("trajan")
            .terminal(terminal)
            .completer(completer)
            .parser(new GogoLines())
            .history(history)
            .option(Option.DISABLE_EVENT_EXPANSION, true)
            .option(Option.HISTORY_TIMESTAMPED, false)
            .option(Option.USE_FORWARD_SLASH, true)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "     %M> ")
            .variable(LineReader.HISTORY_SIZE, HISTORY_LINES)
            .variable(LineReader.HISTORY_FILE_SIZE, HISTORY_LINES)
            .variable(LineReader.BELL_STYLE, "none");
    if (historyFile != null) {
      builder.variable(LineReader.HISTORY_FILE, historyFile);
    }
    reader = builder.build();
  }

  /**
   * The next line; empty when Ctrl-C dropped it, null at Ctrl-D and when the connection has ended.
   *
   * @param status of the last line, shown when it is not 0
   */
  public @Nullable String read(int status) {
    try {
      return reader.readLine(prompt(status));
    } catch (UserInterruptException e) {
      return "";
    } catch (EndOfFileException e) {
      return null;
    }
  }

  private String prompt(int status) {
    AttributedStringBuilder prompt = new AttributedStringBuilder();
    if (status != 0) {
      prompt.styled(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED), "[" + status + "] ");
    }
    prompt.styled(AttributedStyle.BOLD, "trajan> ");
    return prompt.toAnsi(terminal);
  }

  /** What was typed before, oldest first. */
  public List<String> history() {
    List<String> lines = new ArrayList<>();
    for (History.Entry entry : history) {
      lines.add(entry.line());
    }
    return lines;
  }

  /** Empties the screen. */
  public void clear() {
    terminal.puts(Capability.clear_screen);
    terminal.flush();
  }

  /** Writes what is not yet in the file. */
  public void save() throws IOException {
    history.save();
  }
}
