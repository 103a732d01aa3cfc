package io.trajan.vassal.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files in {@code golden}: each text beside an {@code .ini} is what uWSGI 2.0.21 makes of it,
 * as {@code --show-config} tells. Where uWSGI is installed it is asked again.
 */
class UwsgiAgreesTest {
  private static final String STEERING =
      "(ini|include|inherit|set|set-ph|set-placeholder|for[a-z-]*|if-[a-z-]*|end|endif|end-if|endfor|end-for"
          + "|show-config|no-server) = .*";

  private static Path golden() throws Exception {
    return Path.of(Objects.requireNonNull(UwsgiAgreesTest.class.getResource("golden")).toURI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"grammar", "values", "logic", "includes"})
  void weReadAsUwsgiDoes(String name) throws Exception {
    IniReader reader =
        new Bench(golden(), Map.of("FOO", "foo", "EMPTY", ""))
            .reader(golden().resolve(name + ".ini"));
    List<String> entries = Bench.entries(reader);
    assertThat(Bench.faults(reader.survey())).isEmpty();
    assertThat(entries).isEqualTo(Files.readAllLines(golden().resolve(name + ".txt")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"grammar", "values", "logic", "includes"})
  void uwsgiReadsAsIsWrittenDown(String name) throws Exception {
    Path uwsgi = Path.of("/usr/bin/uwsgi");
    assumeTrue(Files.isExecutable(uwsgi), "needs uwsgi");
    ProcessBuilder command =
        new ProcessBuilder(
            uwsgi.toString(), "--ini", name + ".ini", "--show-config", "--no-server");
    command.environment().clear();
    command.environment().putAll(Map.of("FOO", "foo", "EMPTY", ""));
    Process process = command.directory(golden().toFile()).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(shown(said)).isEqualTo(Files.readAllLines(golden().resolve(name + ".txt")));
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> shown(String said) {
    return said.lines()
        .dropWhile(line -> !line.equals(";uWSGI instance configuration"))
        .skip(2)
        .takeWhile(line -> !line.startsWith(";end"))
        .filter(line -> !line.isEmpty() && !line.matches(STEERING))
        .toList();
  }
}
