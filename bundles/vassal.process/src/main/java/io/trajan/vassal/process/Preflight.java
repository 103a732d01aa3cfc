package io.trajan.vassal.process;

import io.trajan.vassal.LaunchException;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.WorkerProgram;
import io.trajan.vassal.process.jail.Plans;
import io.trajan.vassal.process.warden.Quarters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a start of a vassal would do, by the warden's program, doing nothing. Thread-safe. */
final class Preflight {
  private static final long MOST_SECONDS = 10;
  private static final int FAILING = 1;

  private final House house;

  Preflight(House house) {
    this.house = house;
  }

  /** The steps of a vassal in order, each with the reason for which it would fail. */
  Plans.Steps steps(VassalSpec spec, WorkerProgram program)
      throws LaunchException, IOException, InterruptedException {
    ProcessPlan plans = new ProcessPlan(house.accounts());
    Quarters quarters = new Quarters(house.directories().resolve(spec.name() + ".plan"));
    String plan =
        plans.text(
            spec,
            program.command(spec),
            quarters,
            ProcessSettings.from(spec),
            Path.of("/dev/null"),
            false);
    Files.createDirectories(house.directories());
    Path said = Files.createTempFile("trajan-plan", ".txt");
    try {
      int status = run(plan, said);
      String text = plans.jail(spec).masks().mask(Files.readString(said)).stripTrailing();
      if (status > FAILING) {
        throw new IOException("vassal-stages ended with " + status + ": " + text);
      }
      return new Plans.Steps(text, status == 0);
    } finally {
      Files.deleteIfExists(said);
    }
  }

  private int run(String plan, Path said) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(house.program().toString(), "plan")
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try (var input = process.getOutputStream()) {
      input.write(plan.getBytes(StandardCharsets.UTF_8));
    }
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("vassal-stages took longer than " + MOST_SECONDS + " s");
    }
    return process.exitValue();
  }
}
