package io.trajan.vassal.emperor.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Sources;
import io.trajan.vassal.Given;
import io.trajan.vassal.Reading;
import io.trajan.vassal.VassalFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VassalFilesTest {
  @TempDir Path directory;
  private final Map<String, VassalFormat> formats = new HashMap<>();
  private VassalFiles files;

  @BeforeEach
  void open() {
    Map<String, String> environment = Map.of("PORT", "81");
    CfgFormat cfg =
        new CfgFormat(
            "box", "7", environment::get, Sources.standard(environment, directory, name -> null));
    formats.put("cfg", cfg);
    files = new VassalFiles(directory, formats::get);
  }

  private Path write(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve(name), text);
    files.read(file);
    return file;
  }

  private Reading reading(String vassal) {
    return Objects.requireNonNull(files.document(vassal)).reading();
  }

  private List<String> faults(String vassal) {
    return reading(vassal).faults().stream().map(Fault::toString).toList();
  }

  @Test
  void placeholdersOfBothKindsAreReplacedAndSecretsMasked() throws IOException {
    Files.writeString(directory.resolve("key"), "hunter2\n");
    write(
        "hello.cfg",
        """
        http-socket = :$(PORT)
        env = [ "NAME=%n", "HOST=%h-%V", "KEY=$[secret:key]", "HALF=50%%" ]
        same = %(http-socket)
        """);
    assertThat(faults("hello")).isEmpty();
    assertThat(reading("hello").given())
        .extracting(Given::value)
        .containsExactly(":81", "NAME=hello", "HOST=box-7", "KEY=hunter2", "HALF=50%", ":$(PORT)");
    assertThat(reading("hello").given().get(3).shown()).isEqualTo("KEY=***");
  }

  @Test
  void everyFaultOfReadingIsCollectedWithItsLine() throws IOException {
    write("hello.cfg", "a = $(NOPE)\nb = %y\nnonsense\nc = $[env:NOPE]\nd = fine\n");
    assertThat(faults("hello"))
        .hasSize(4)
        .anyMatch(f -> f.startsWith("hello.cfg:1: a ="))
        .anyMatch(f -> f.startsWith("hello.cfg:2: b ="))
        .anyMatch(f -> f.startsWith("hello.cfg:3: "))
        .anyMatch(f -> f.startsWith("hello.cfg:4: c ="));
    assertThat(reading("hello").given()).extracting(Given::option).containsExactly("d");
  }

  @Test
  void aFileThatIsGoneIsForgotten() throws IOException {
    Path file = write("hello.cfg", "a = 1\n");
    assertThat(files.vassals()).containsExactly("hello");
    Files.delete(file);
    files.read(file);
    assertThat(files.vassals()).isEmpty();
    assertThat(files.document("hello")).isNull();
  }

  @Test
  void readingAllFindsWhatCameAndWent() throws IOException {
    Path file = write("a.cfg", "x = 1\n");
    Files.delete(file);
    Files.writeString(directory.resolve("b.cfg"), "x = 1\n");
    Files.writeString(directory.resolve("b.cfg~"), "x = 1\n");
    files.readAll();
    assertThat(files.vassals()).containsExactly("b");
  }

  @Test
  void aDirectoryThatCannotBeListedChangesNothing() throws IOException {
    write("a.cfg", "x = 1\n");
    Path hidden = directory.resolveSibling("hidden-" + directory.getFileName());
    Files.move(directory, hidden);
    try {
      assertThatThrownBy(files::readAll).isInstanceOf(NoSuchFileException.class);
      assertThat(files.vassals()).containsExactly("a");
    } finally {
      Files.move(hidden, directory);
    }
  }

  @Test
  void filesThatCannotBeConfigurationsAreRefusedWithoutBeingOpened() throws Exception {
    Files.createDirectory(directory.resolve("dir.cfg"));
    Process mkfifo = new ProcessBuilder("mkfifo", directory.resolve("pipe.cfg").toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
    Files.write(directory.resolve("big.cfg"), new byte[VassalFiles.LARGEST_BYTES + 1]);
    files.readAll();
    assertThat(faults("dir")).containsExactly("dir.cfg: expected a regular file");
    assertThat(faults("pipe")).containsExactly("pipe.cfg: expected a regular file");
    assertThat(faults("big")).containsExactly("big.cfg: expected a file of at most 1 MiB");
  }

  @Test
  void aBadNameIsAFaultOfItsOwnVassal() throws IOException {
    write("hello world.cfg", "a = 1\n");
    assertThat(faults("hello world").getFirst()).contains(VassalFileName.EXPECTATION);
  }

  @Test
  void linksAreFollowedAndADanglingOneIsNoFile() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "a = 1\n");
    Files.createSymbolicLink(directory.resolve("link.cfg"), target);
    Files.createSymbolicLink(directory.resolve("lost.cfg"), directory.resolve("nowhere"));
    files.readAll();
    assertThat(files.vassals()).containsExactly("link");
  }

  @Test
  void ofTwoFilesForAVassalTheFirstByNameCounts() throws IOException {
    formats.put("ini", new Words("ini"));
    Path ini = write("hello.ini", "from-ini");
    assertThat(reading("hello").given().getFirst().option()).isEqualTo("from-ini");
    Path cfg = write("hello.cfg", "from-cfg = 1\n");
    assertThat(reading("hello").given().getFirst().option()).isEqualTo("from-cfg");
    Files.delete(cfg);
    files.read(cfg);
    assertThat(reading("hello").given().getFirst().option()).isEqualTo("from-ini");
    Files.delete(ini);
    files.read(ini);
    assertThat(files.vassals()).isEmpty();
  }

  @Test
  void aFormatThatGoesAwayLeavesWhatItRead() throws IOException {
    formats.put("ini", new Words("ini"));
    Path ini = write("hello.ini", "one");
    formats.remove("ini");
    write("hello.ini", "two");
    files.readAll();
    assertThat(reading("hello").given().getFirst().option()).isEqualTo("one");
    formats.put("ini", new Words("ini"));
    files.readAll();
    assertThat(reading("hello").given().getFirst().option()).isEqualTo("two");
    formats.remove("ini");
    Files.delete(ini);
    files.read(ini);
    assertThat(files.vassals()).isEmpty();
  }

  @Test
  void ofAFormatThatMayStillComeNothingIsSaid() throws IOException {
    var appender =
        new ch.qos.logback.core.read.ListAppender<ch.qos.logback.classic.spi.ILoggingEvent>();
    var log = (ch.qos.logback.classic.Logger) org.slf4j.LoggerFactory.getLogger(VassalFiles.class);
    appender.start();
    log.addAppender(appender);
    try {
      boolean[] complete = {false};
      VassalFiles early = new VassalFiles(directory, formats::get, () -> complete[0]);
      Files.writeString(directory.resolve("hello.ini"), "one");
      early.readAll();
      assertThat(appender.list).isEmpty();
      complete[0] = true;
      early.readAll();
      assertThat(appender.list).hasSize(1);
    } finally {
      log.detachAppender(appender);
    }
  }

  @Test
  void aFormatThatThrowsRefusesTheFileOnly() throws IOException {
    formats.put("ini", new Words("ini"));
    write("hello.ini", "throw");
    assertThat(faults("hello").getFirst()).contains("the reader of .ini files failed");
  }

  /** Takes each word of a file as an option. */
  private record Words(String extension) implements VassalFormat {
    @Override
    public Reading read(String vassal, Path file, byte[] bytes) {
      String text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8).strip();
      if (text.equals("throw")) {
        throw new IllegalStateException("as told");
      }
      var place = new io.trajan.config.codec.Place(file.toString(), 1);
      return new Reading(List.of(Given.of(text, "", place)), List.of());
    }
  }
}
