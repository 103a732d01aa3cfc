package io.trajan.shell.server;

import io.trajan.shell.Candidates;
import io.trajan.shell.server.gogo.CommandRegistry;
import io.trajan.shell.server.terminal.FileNames;
import io.trajan.shell.server.terminal.NameSource;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names for completion: files, commands, and what {@link Candidates} services offer now. */
final class Names implements NameSource {
  private static final Logger LOG = LoggerFactory.getLogger(Names.class);
  private static final int MOST = 5000;

  private final Path directory;
  private final CommandRegistry registry;
  private final List<Candidates> candidates;

  Names(Path directory, CommandRegistry registry, List<Candidates> candidates) {
    this.directory = directory;
    this.registry = registry;
    this.candidates = candidates;
  }

  @Override
  public List<String> names(String kind, String word) {
    return switch (kind) {
      case "file" -> FileNames.completing(directory, word);
      case "command" -> registry.names();
      default -> offered(kind);
    };
  }

  private List<String> offered(String kind) {
    TreeSet<String> names = new TreeSet<>();
    for (Candidates source : candidates) {
      try {
        if (source.kind().equals(kind)) {
          source.names().stream().limit(MOST).forEach(names::add);
        }
      } catch (RuntimeException e) { // somebody else's code, perhaps just going away
        LOG.debug("no names from {}", source, e);
      }
    }
    return List.copyOf(names);
  }
}
