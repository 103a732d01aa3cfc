package io.trajan.shell.server.session;

import io.trajan.shell.server.gogo.Processor;
import io.trajan.shell.server.terminal.NameSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What all sessions share. */
public interface ShellServices {
  /** Gogo. */
  Processor processor();

  /** For completion; {@code directory} is where relative paths start. */
  NameSource names(Path directory);

  /** Where the histories are. */
  HistoryFiles histories();

  /** How long a prompt may stand untouched, and a client not read; zero for any time. */
  Duration idle();

  /** What would bring a command that is not there, as something to type; empty when unknown. */
  Optional<String> advice(String command);

  /** The first line that a person sees. */
  String greeting();
}
