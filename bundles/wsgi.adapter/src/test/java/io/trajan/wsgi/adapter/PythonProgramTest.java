package io.trajan.wsgi.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.codec.Place;
import io.trajan.vassal.Given;
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

class PythonProgramTest {
  private final PythonProgram program = new PythonProgram();
  @TempDir Path directory;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(directory.resolve("venv/bin"));
    Files.createDirectories(directory.resolve("app/lib"));
    Files.writeString(directory.resolve("app/app.py"), "");
    for (String python : List.of("python", "venv/bin/python")) {
      Files.writeString(directory.resolve(python), "");
      assertThat(directory.resolve(python).toFile().setExecutable(true)).isTrue();
    }
  }

  private VassalSpec spec(String... given) {
    List<Given> all = new ArrayList<>();
    for (int i = 0; i < given.length; i += 2) {
      all.add(Given.of(given[i], given[i + 1], new Place("shop.cfg", i / 2 + 1)));
    }
    return VassalSpec.of("shop", directory.resolve("shop.cfg"), all);
  }

  @Test
  void aFileIsLoadedWhereItIs() throws Exception {
    VassalSpec spec = spec("wsgi-file", "app/app.py", "python", "./python", "threads", "4");
    assertThat(program.wants(spec)).isTrue();
    assertThat(program.check(spec)).isEmpty();
    WorkerCommand command = program.command(spec);
    assertThat(command.arguments())
        .containsExactly(
            directory.resolve("python").toString(),
            "-",
            "name=shop",
            "threads=4",
            "processes=1",
            "file=" + directory.resolve("app/app.py"));
    assertThat(command.directory()).isEqualTo(directory.resolve("app"));
    assertThat(command.script()).startsWith("# A Python worker process").contains(".run()");
  }

  @ParameterizedTest
  @CsvSource({"shop.web, ''", "shop.web:app, app", "shop.web:make(), make()"})
  void aModuleMayNameItsCallable(String module, String callable) throws Exception {
    VassalSpec spec = spec("module", module, "home", "venv", "pythonpath", "app/lib");
    assertThat(program.check(spec)).isEmpty();
    WorkerCommand command = program.command(spec);
    assertThat(command.arguments())
        .startsWith(directory.resolve("venv/bin/python").toString())
        .contains("module=shop.web", "path=" + directory.resolve("app/lib"));
    assertThat(command.arguments().stream().filter(a -> a.startsWith("callable=")))
        .isEqualTo(callable.isEmpty() ? List.of() : List.of("callable=" + callable));
    assertThat(command.directory()).isEqualTo(directory);
    assertThat(command.environment())
        .containsEntry("VIRTUAL_ENV", directory.resolve("venv").toString());
    assertThat(command.environment().get("PATH")).startsWith(directory + "/venv/bin");
  }

  @ParameterizedTest
  @CsvSource({
    "wsgi-file, app/none.py, 'does not exist'",
    "module, shop, 'not both'",
    "callable, a-b, 'a name such as'",
    "python, python7, 'apt install python3'",
    "virtualenv, app, '-m venv'",
    "home, nowhere, '-m venv'",
    "pythonpath, nowhere, 'a directory'",
    "chdir, nowhere, 'a directory'"
  })
  void whatCannotWorkIsRefusedWithItsPlace(String option, String value, String words) {
    VassalSpec spec = spec("wsgi-file", "app/app.py", "python", "./python", option, value);
    assertThat(program.check(spec))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.key()).isEqualTo(option);
              assertThat(fault.expectation()).contains(words);
              assertThat(fault.place()).isEqualTo(new Place("shop.cfg", 3));
            });
  }

  @Test
  void aCallableIsNamedOnce() {
    VassalSpec spec = spec("module", "a:b", "callable", "c", "python", "./python");
    assertThat(program.check(spec)).hasSize(1);
    assertThat(program.check(spec("module", "a b", "python", "./python"))).hasSize(1);
    assertThat(program.wants(spec("psgi", "app.psgi"))).isFalse();
  }
}
