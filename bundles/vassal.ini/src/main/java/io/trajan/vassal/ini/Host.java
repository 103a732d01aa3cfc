package io.trajan.vassal.ini;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a file may ask of the machine it is read on. Immutable.
 *
 * @param name this machine's name
 * @param version the server's version
 * @param environment a variable's value, null when it is not set
 */
record Host(String name, String version, Function<String, @Nullable String> environment) {
  private static final Path SELF = Path.of("/proc/self");

  /** This machine, as the kernel names it. */
  static Host local(String version) {
    return new Host(hostName(), version, System::getenv);
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      return "localhost";
    }
  }

  /** A variable of the environment; null when it is not set. */
  @Nullable String variable(String variable) {
    return environment.apply(variable);
  }

  /** The magic variables that are the same in every file. */
  Map<Character, String> variables() {
    Map<Character, String> variables = new TreeMap<>();
    variables.put('h', name);
    variables.put('V', version);
    variables.put('k', Integer.toString(Runtime.getRuntime().availableProcessors()));
    variables.put('u', attribute(SELF, "unix:uid"));
    variables.put('U', attribute(SELF, "owner:owner"));
    variables.put('g', attribute(SELF, "unix:gid"));
    variables.put('G', attribute(SELF, "posix:group"));
    return variables;
  }

  /** A file's inode, the link's own when it is one; empty when there is none. */
  String inode(Path file) {
    return attribute(file, "unix:ino");
  }

  private static String attribute(Path file, String name) {
    try {
      LinkOption[] options =
          file.equals(SELF) ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
      return String.valueOf(Files.getAttribute(file, name, options));
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "";
    }
  }
}
