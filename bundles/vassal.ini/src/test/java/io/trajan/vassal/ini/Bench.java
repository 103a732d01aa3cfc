package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Fault;
import io.trajan.vassal.Given;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads files of a directory on a machine that is always the same. */
final class Bench {
  static final Catalogue CATALOGUE = Catalogue.load();

  private final Path directory;
  private final Host host;

  Bench(Path directory) {
    this(directory, Map.of("FOO", "foo", "BAR", "b r", "EMPTY", "", "MAGIC", "%(a)"));
  }

  Bench(Path directory, Map<String, String> environment) {
    this.directory = directory;
    this.host = new Host("vm", "1.0", environment::get);
  }

  Path file(String name, String text) {
    return file(name, text.getBytes(StandardCharsets.UTF_8));
  }

  Path file(String name, byte[] bytes) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  IniReader reader(Path file) {
    try {
      return IniReader.read(file, Files.readAllBytes(file), CATALOGUE, host);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Survey survey(String text) {
    return reader(file("hello.ini", text)).survey();
  }

  /** {@code [uwsgi]} and these lines. */
  Survey lines(String... lines) {
    return survey("[uwsgi]\n" + String.join("\n", lines) + "\n");
  }

  static List<String> given(Survey survey) {
    return survey.reading().given().stream().map(Bench::told).toList();
  }

  static String told(Given given) {
    return given.option() + "=" + given.value();
  }

  static List<String> faults(Survey survey) {
    return survey.reading().faults().stream().map(Fault::toString).toList();
  }

  /** Every entry with its value, in order, as {@code --show-config} shows them. */
  static List<String> entries(IniReader reader) throws BadValueException {
    List<String> entries = new ArrayList<>();
    Expansion expansion = reader.expansion();
    for (int i = 0; i < reader.entries().all().size(); i++) {
      entries.add(reader.entries().all().get(i).key() + " = " + expansion.value(i).text());
    }
    return entries;
  }
}
