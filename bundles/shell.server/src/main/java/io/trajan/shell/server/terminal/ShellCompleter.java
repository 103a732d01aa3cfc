package io.trajan.shell.server.terminal;

import io.trajan.shell.server.gogo.CommandEntry;
import io.trajan.shell.server.gogo.CommandRegistry;
import io.trajan.shell.server.grammar.CommandSpec;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, their flags, the values of flags and their arguments. */
final class ShellCompleter implements Completer {
  /**
   * Up to so many commands are listed with their descriptions: each may have to be made to describe
   * itself.
   */
  private static final int DESCRIBED = 24;

  private final CommandRegistry registry;
  private final ArgumentCompleter arguments;

  ShellCompleter(CommandRegistry registry, NameSource kinds) {
    this.registry = registry;
    this.arguments = new ArgumentCompleter(kinds);
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String typed = line.word().substring(0, line.wordCursor());
    if (line.wordIndex() == 0) {
      commands(typed, candidates);
      return;
    }
    CommandEntry entry = registry.find(line.words().getFirst());
    CommandSpec spec = entry == null ? null : entry.spec();
    if (spec != null) {
      List<String> before = line.words().subList(1, line.wordIndex());
      candidates.addAll(arguments.complete(spec, before, typed));
    }
  }

  private void commands(String typed, List<Candidate> candidates) {
    List<String> names = registry.names().stream().filter(n -> n.startsWith(typed)).toList();
    for (String name : names) {
      CommandEntry entry = registry.find(name);
      CommandSpec spec = entry != null && names.size() <= DESCRIBED ? entry.spec() : null;
      candidates.add(ArgumentCompleter.candidate(name, spec == null ? "" : spec.summary()));
    }
  }
}
