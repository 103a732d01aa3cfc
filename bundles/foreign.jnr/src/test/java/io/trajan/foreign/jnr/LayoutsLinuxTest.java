package io.trajan.foreign.jnr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our numbers are those of the compiler. */
class LayoutsLinuxTest {
  @TempDir private Path temp;

  @Test
  void numbersAndOffsetsAreThoseOfTheCompiler() throws Exception {
    assertThat(ours()).isEqualTo(compilers());
  }

  private static Map<String, Long> ours() throws IllegalAccessException {
    Map<String, Long> numbers = new TreeMap<>();
    for (Field field : Layouts.class.getDeclaredFields()) {
      if (!field.isSynthetic() && field.getType().isPrimitive()) {
        numbers.put(field.getName(), ((Number) field.get(null)).longValue());
      }
    }
    for (Errno error : Errno.values()) {
      if (error != Errno.UNKNOWN) {
        numbers.put(error.name(), (long) error.number());
      }
    }
    return numbers;
  }

  private Map<String, Long> compilers() throws Exception {
    Path probe = temp.resolve("layout-probe");
    Path source = root().resolve("native/layout-probe/layout-probe.c");
    run("gcc", "-Wall", "-Werror", "-o", probe.toString(), source.toString());
    Map<String, Long> numbers = new TreeMap<>();
    run(probe.toString())
        .lines()
        .map(line -> line.split(" "))
        .forEach(words -> numbers.put(words[0], Long.valueOf(words[1])));
    return numbers;
  }

  private static String run(String... command) throws InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(said).isZero();
      return said;
    } catch (IOException e) {
      assumeTrue(false, command[0] + " is not installed");
      return "";
    }
  }

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (at.getParent() != null && !Files.isDirectory(at.resolve("native/layout-probe"))) {
      at = at.getParent();
    }
    return at;
  }
}
