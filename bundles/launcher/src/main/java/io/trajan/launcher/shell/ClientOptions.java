package io.trajan.launcher.shell;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of {@code ./trajan shell}: its own flags, then the words of a command. */
public final class ClientOptions {
  private Path home = Path.of("");
  private boolean json;
  private final List<String> words = new ArrayList<>();

  private ClientOptions() {}

  /** Reads it; what follows the first word that is no flag belongs to the command. */
  public static ClientOptions parse(String[] args) throws ClientFailure {
    ClientOptions options = new ClientOptions();
    int i = 0;
    while (i < args.length && args[i].startsWith("-")) {
      i = options.flag(args, i);
    }
    for (; i < args.length; i++) {
      options.words.add(args[i]);
    }
    return options;
  }

  /** Takes the flag at a place and returns the next place. */
  private int flag(String[] args, int i) throws ClientFailure {
    String name = args[i];
    if (name.equals("--json")) {
      json = true;
      return i + 1;
    }
    if (name.startsWith("--home=")) {
      home = path(name.substring("--home=".length()));
      return i + 1;
    }
    if (!name.equals("--home")) {
      throw new ClientFailure(
          ClientFailure.USAGE,
          "unknown flag "
              + name
              + "; known: --home DIR, --json. Flags of a command stand behind its name.");
    }
    if (i + 1 == args.length) {
      throw new ClientFailure(ClientFailure.USAGE, "--home needs a value");
    }
    home = path(args[i + 1]);
    return i + 2;
  }

  private static Path path(String text) throws ClientFailure {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new ClientFailure(ClientFailure.USAGE, "--home is \"" + text + "\": " + e.getReason());
    }
  }

  Path home() {
    return home;
  }

  boolean json() {
    return json;
  }

  /** Empty for a session. */
  List<String> words() {
    return words;
  }
}
