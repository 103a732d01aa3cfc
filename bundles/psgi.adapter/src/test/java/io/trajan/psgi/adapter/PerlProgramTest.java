package io.trajan.psgi.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import io.trajan.vassal.Given;
import io.trajan.vassal.LaunchException;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.WorkerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PerlProgramTest {
  private final PerlProgram program = new PerlProgram();
  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(directory.resolve("app/lib"));
    Files.writeString(directory.resolve("app/app.psgi"), "sub { }");
    Files.writeString(directory.resolve("perl"), "");
    assertThat(directory.resolve("perl").toFile().setExecutable(true)).isTrue();
  }

  private VassalSpec spec(String... given) {
    List<Given> all = new ArrayList<>();
    for (int i = 0; i < given.length; i += 2) {
      all.add(Given.of(given[i], given[i + 1], new Place("shop.cfg", i / 2 + 1)));
    }
    return VassalSpec.of("shop", directory.resolve("shop.cfg"), all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"psgi", "psgi-file"})
  void bothNamesOfTheOptionGiveTheSameCommand(String option) throws Exception {
    VassalSpec spec = spec(option, "app/app.psgi", "perl", "./perl", "processes", "3");
    assertThat(program.wants(spec)).isTrue();
    assertThat(program.check(spec)).isEmpty();
    WorkerCommand command = program.command(spec);
    assertThat(command.arguments())
        .containsExactly(
            directory.resolve("perl").toString(),
            "-",
            "name=shop",
            "threads=1",
            "processes=3",
            "file=" + directory.resolve("app/app.psgi"));
    assertThat(command.directory()).isEqualTo(directory.resolve("app"));
    assertThat(command.script()).startsWith("# A Perl worker process").contains("Template->new");
  }

  @Test
  void everythingThatIsSetReachesTheProgram() throws Exception {
    VassalSpec spec =
        spec(
            "psgi", "app/app.psgi",
            "perl", "./perl",
            "chdir", ".",
            "env", "WORD=a=b",
            "env", "PATH",
            "perl-local-lib", "app/lib",
            "lazy-apps", "true",
            "psgi-queue", "7",
            "psgi-start-timeout", "9");
    WorkerCommand command = program.command(spec);
    assertThat(command.arguments())
        .contains("lazy=true", "library=" + directory.resolve("app/lib"));
    assertThat(command.directory()).isEqualTo(directory);
    assertThat(command.environment()).containsEntry("WORD", "a=b").doesNotContainKey("PATH");
    assertThat(command.queue()).isEqualTo(7);
    assertThat(command.startTimeout()).hasSeconds(9);
  }

  @ParameterizedTest
  @CsvSource({
    "psgi, app/none.psgi, 'does not exist'",
    "psgi, app, 'not a directory'",
    "psgi-file, app/app.psgi, 'either psgi or psgi-file'",
    "perl, perl7, 'apt install perl'",
    "threads, 2, 'processes'",
    "chdir, nowhere, 'a directory'",
    "perl-local-lib, nowhere, 'a directory'",
    "env, =x, 'NAME=VALUE'"
  })
  void whatCannotWorkIsRefusedWithItsPlace(String option, String value, String words) {
    VassalSpec spec = spec("psgi", "app/app.psgi", "perl", "./perl", option, value);
    assertThat(program.check(spec))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.expectation()).contains(words);
              assertThat(fault.place()).isEqualTo(new Place("shop.cfg", 3));
            })
        .extracting(Fault::key)
        .isEqualTo(option);
  }

  @Test
  void aPerlThatHasGoneMeanwhileIsNoCommand() {
    VassalSpec spec = spec("psgi", "app/app.psgi", "perl", "./perl7");
    assertThatThrownBy(() -> program.command(spec)).isInstanceOf(LaunchException.class);
  }

  @Test
  void vassalsOfOtherLanguagesAreNotWanted() {
    assertThat(program.wants(spec("rack", "config.ru"))).isFalse();
  }
}
