package io.trajan.launcher;

import io.trajan.feature.codec.Nearest;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The launcher's own configuration, {@code etc/io.trajan.launcher.cfg}. It is read before there is
 * a framework, so ConfigAdmin has no part in it and a change is in force at the next start.
 *
 * @param features the features to boot
 * @param featuresPlace file and line where they are named
 * @param readyTimeout how long READY waits for gates that do not settle
 * @param stopTimeout how long stopping may take in all
 */
record Settings(
    List<String> features, String featuresPlace, Duration readyTimeout, Duration stopTimeout) {
  static final String FILE = "io.trajan.launcher.cfg";

  private static final String FEATURES = "features";
  private static final String READY_TIMEOUT = "ready.timeout.seconds";
  private static final String STOP_TIMEOUT = "stop.timeout.seconds";
  private static final List<String> KEYS = List.of(FEATURES, READY_TIMEOUT, STOP_TIMEOUT);
  private static final int DEFAULT_READY_SECONDS = 60;
  private static final int DEFAULT_STOP_SECONDS = 30;
  private static final int LONGEST_SECONDS = 3600;

  /**
   * Reads the file.
   *
   * @throws LaunchException listing every fault with its line
   */
  static Settings read(Path file) throws LaunchException {
    var faults = new ArrayList<String>();
    var values = values(file, faults);
    var features =
        Stream.of(values.getOrDefault(FEATURES, Value.UNSET).text().split("[,\\s]+"))
            .filter(f -> !f.isEmpty())
            .toList();
    if (features.isEmpty()) {
      faults.add(
          file
              + ": features: missing; expected at least one feature, for example: features = core");
    }
    var settings =
        new Settings(
            features,
            values.getOrDefault(FEATURES, Value.UNSET).place(file),
            seconds(file, values, READY_TIMEOUT, DEFAULT_READY_SECONDS, faults),
            seconds(file, values, STOP_TIMEOUT, DEFAULT_STOP_SECONDS, faults));
    if (!faults.isEmpty()) {
      throw LaunchException.misconfigured(String.join("\n", faults));
    }
    return settings;
  }

  private static Map<String, Value> values(Path file, List<String> faults) throws LaunchException {
    var values = new HashMap<String, Value>();
    var number = 0;
    for (var line : lines(file)) {
      number++;
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        continue;
      }
      var equals = line.indexOf('=');
      var key = (equals < 0 ? line : line.substring(0, equals)).strip();
      if (equals < 0) {
        faults.add(file + ":" + number + ": \"" + key + "\" is not of the form key = value");
      } else if (!KEYS.contains(key)) {
        faults.add(
            file
                + ":"
                + number
                + ": unknown key \""
                + key
                + "\""
                + Nearest.to(key, KEYS)
                    .map(n -> "; did you mean \"" + n + "\"?")
                    .orElse("; known: " + KEYS));
      } else if (values.put(key, new Value(line.substring(equals + 1).strip(), number)) != null) {
        faults.add(file + ":" + number + ": key \"" + key + "\" appears twice");
      }
    }
    return values;
  }

  private static List<String> lines(Path file) throws LaunchException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw LaunchException.misconfigured(file + ": not UTF-8");
    } catch (IOException e) {
      throw LaunchException.misconfigured(
          file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
    }
  }

  private static Duration seconds(
      Path file, Map<String, Value> values, String key, int unset, List<String> faults) {
    var given = values.getOrDefault(key, new Value(Integer.toString(unset), 0));
    var value = given.text();
    if (value.matches("[0-9]{1,4}")
        && Integer.parseInt(value) >= 1
        && Integer.parseInt(value) <= LONGEST_SECONDS) {
      return Duration.ofSeconds(Integer.parseInt(value));
    }
    faults.add(
        given.place(file)
            + ": "
            + key
            + ": \""
            + value
            + "\"; expected whole seconds, 1 to "
            + LONGEST_SECONDS);
    return Duration.ofSeconds(unset);
  }

  /** A value and its line, 0 when it is not given. */
  private record Value(String text, int line) {
    static final Value UNSET = new Value("", 0);

    String place(Path file) {
      return line == 0 ? file.toString() : file + ":" + line;
    }
  }
}
