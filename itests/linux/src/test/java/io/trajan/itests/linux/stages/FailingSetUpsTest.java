package io.trajan.itests.linux.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Set-ups of random jails, each failing at another stage: nothing of them may be left. */
class FailingSetUpsTest {
  private static final int SET_UPS = Integer.getInteger("stages.setups", 300);

  @Test
  void threeHundredFailingSetUpsLeaveNothing() throws Exception {
    Ground.needsRoot();
    long seed = Long.getLong("stages.seed", System.nanoTime());
    System.out.println("failing set-ups: seed " + seed);
    Random random = new Random(seed);
    Map<String, Integer> failed = new TreeMap<>();
    try (Ground ground = Ground.make()) {
      Files.createFile(ground.base.resolve("file"));
      Set<String> before = Traces.of(ground);
      long descriptors = descriptors();
      for (int turn = 0; turn < SET_UPS; turn++) {
        String context = "seed " + seed + " turn " + turn;
        RandomJail jail = new RandomJail(ground, random, turn);
        failed.merge(jail.breakAndRun(context), 1, Integer::sum);
        assertThat(Traces.of(ground)).as("%s: %s", context, jail.text()).isEqualTo(before);
      }
      assertThat(descriptors()).as("descriptors of the test").isLessThanOrEqualTo(descriptors + 15);
    }
    System.out.println("failed stages: " + failed);
    assertThat(failed.keySet())
        .as("seed %d: stages that failed", seed)
        .containsAll(RandomJail.BREAKABLE);
  }

  private static long descriptors() throws Exception {
    try (var list = Files.list(Path.of("/proc/self/fd"))) {
      return list.count();
    }
  }

  /**
   * The warden or its emperor dies somewhere in the middle: the one by a signal, the other by the
   * end of its stream.
   */
  @Test
  void wardensThatAreKilledInTheMiddleLeaveNothingAfterClean() throws Exception {
    Ground.needsRoot();
    long seed = Long.getLong("stages.seed", System.nanoTime());
    System.out.println("killed wardens: seed " + seed);
    Random random = new Random(seed);
    try (Ground ground = Ground.make()) {
      Files.createFile(ground.base.resolve("file"));
      Set<String> before = Traces.of(ground);
      for (int turn = 0; turn < 60; turn++) {
        RandomJail jail = new RandomJail(ground, random, turn);
        jail.killInTheMiddle(turn % 3 == 0, random.nextInt(40));
        // A child that was just born ends by itself, a little after its warden.
        Wait.until(
            "seed " + seed + " turn " + turn + " ends",
            Duration.ofSeconds(5),
            () -> Traces.of(ground).equals(before));
        assertThat(Traces.of(ground))
            .as("seed %d turn %d: %s", seed, turn, jail.text())
            .isEqualTo(before);
      }
    }
  }
}
