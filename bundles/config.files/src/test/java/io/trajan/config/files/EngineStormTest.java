package io.trajan.config.files;

import static io.trajan.config.files.House.ad;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a file, what is in force is always a whole, sound configuration. */
class EngineStormTest {
  private static final String[] PIECES = {
    "threads",
    "mode",
    "hosts",
    "token",
    "banana",
    " = ",
    "=",
    "4",
    "-1",
    "x",
    "auto",
    "\n",
    "\n\n",
    "\\\n",
    "[ \"a\"",
    "]",
    ",",
    "\"",
    "$[env:PORT]",
    "$[env:",
    "$[secret:key]",
    "$[secret:../key]",
    "I\"5\"",
    "#",
    "\0",
    "é",
    ".1",
    ".2",
    " ",
    "service.pid"
  };

  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33})
  void garbageIsAnsweredAndTheLastGoodStays(long seed) throws Exception {
    Random random = new Random(seed);
    try (House house = new House(home)) {
      Files.writeString(home.resolve("secrets/key"), "hunter2");
      house.bundle(
          "server",
          House.singleton(
              "a.server",
              ad("threads", "Integer", "min='1' max='9'"),
              ad("mode", "String", "default='auto'"),
              ad("hosts", "String", "cardinality='9' required='false'"),
              ad("token", "Password", "required='false'")));
      house.write("a.server.cfg", "threads = 1\n");
      Engine engine = house.engine();
      int sound = 0;
      for (int round = 0; round < 400; round++) {
        Object before = house.value("a.server", "threads");
        Files.write(house.etc.resolve("a.server.cfg"), content(random));
        assertThat(engine.look("a.server.cfg")).isTrue();
        FileState state = engine.states().iterator().next();
        Object after = house.value("a.server", "threads");
        sound += state.faults().isEmpty() ? 1 : 0;
        assertThat(after).as("seed %d round %d", seed, round).isInstanceOf(Integer.class);
        if (!state.faults().isEmpty()) {
          assertThat(after).isEqualTo(before);
          assertThat(state.faults()).noneMatch(fault -> fault.toString().contains("hunter2"));
        }
      }
      assertThat(sound).as("seed %d: some files must be sound", seed).isBetween(1, 399);
    }
  }

  private static byte[] content(Random random) {
    StringBuilder text = new StringBuilder();
    if (random.nextInt(3) > 0) {
      text.append("threads = ").append(1 + random.nextInt(9)).append('\n');
    }
    for (int i = random.nextInt(8); i > 0; i--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(10) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
    }
    return bytes;
  }
}
