package io.trajan.itests.linux.stages;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.Wait;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The emperor's side of the warden: orders, silence, garbage, and an emperor that goes away. No
 * root is needed.
 */
class ControlStreamTest {
  private static final String STUBBORN = "trap '' TERM; echo up; while :; do sleep 100; done";
  private static Ground ground;

  @BeforeAll
  static void find() throws Exception {
    ground = Ground.make();
  }

  @AfterAll
  static void leave() throws Exception {
    if (ground != null) {
      ground.close();
    }
  }

  private static byte[] kill(int signal, int whom, int pid) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put((byte) signal)
        .put((byte) whom)
        .putInt(4, pid)
        .array();
  }

  private static String awaiting(String file) {
    return "until [ -e " + ground.base.resolve(file) + " ]; do sleep 0.02; done; ";
  }

  @Test
  void identityIsTheFirstFrameOfEveryConnection() throws Exception {
    try (Warden warden = ground.warden(ground.plan("one.7").add("exec", "/bin/sleep", "100"))) {
      assertThat(warden.control().next().text()).startsWith("version 1\ngeneration one.7\n");
      long program = warden.program();
      try (Control next = warden.again()) {
        assertThat(next.next().toString())
            .contains("phase running")
            .contains("program " + program + " ");
        assertThat(warden.control().first(Frame.END)).isNotNull();
        next.stop(1000);
        assertThat(next.first('G').payload()).isEmpty();
      }
    }
  }

  @Test
  void programThatIgnoresTermIsKilledWhenItsMercyIsOver() throws Exception {
    try (Warden warden = ground.warden(ground.plan("stubborn").shell(STUBBORN))) {
      warden.await('O');
      long began = System.nanoTime();
      warden.control().stop(300);
      assertThat(warden.await('X').text()).startsWith("signal 9 ");
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofMillis(290), Duration.ofSeconds(10));
      warden.output();
    }
  }

  @Test
  void emperorThatGoesIsAnOrderToStop() throws Exception {
    try (Warden warden = ground.warden(ground.plan("lost").add("exec", "/bin/sleep", "100"))) {
      warden.program();
      warden.control().close();
      assertThat(warden.status()).isZero();
      assertThat(warden.socket("")).doesNotExist();
    }
  }

  @Test
  void survivorKeepsItsOutputForTheNextEmperor() throws Exception {
    Plan plan = ground.plan("survivor").add("survive", "yes");
    try (Warden warden =
        ground.warden(plan.shell(awaiting("go") + "seq 1 100000; echo ready >&5; sleep 100"))) {
      warden.control().close();
      Files.createFile(ground.base.resolve("go"));
      long written = 588895;
      long seen = 0;
      try (Control next = warden.again()) {
        assertThat(next.next().text()).contains("survive yes");
        while (seen < written) {
          Frame frame = next.first('O');
          seen += frame.dropped() + frame.payload().length - 4;
        }
        assertThat(seen).isEqualTo(written);
        next.stop(1000);
        next.first('G');
      }
    }
  }

  @Test
  void outputThatNobodyReadsIsDroppedFromItsBeginningAndCounted() throws Exception {
    Plan plan = ground.plan("flood").add("survive", "yes");
    try (Warden warden =
        ground.warden(
            plan.shell(
                awaiting("flood.go")
                    + "seq 1 500000; : >"
                    + ground.base
                    + "/written; echo ready >&5; sleep 100"))) {
      warden.program();
      warden.control().close();
      Files.createFile(ground.base.resolve("flood.go"));
      Wait.until(
          "the program wrote all",
          Duration.ofSeconds(20),
          () -> Files.exists(ground.base.resolve("written")));
      try (Control next = warden.again()) {
        Frame first = next.first('O');
        assertThat(first.dropped()).isGreaterThan(3_000_000 - 400_000);
        long rest =
            next.until('R').stream()
                .filter(f -> f.type() == 'O')
                .mapToLong(f -> f.payload().length - 4)
                .sum();
        assertThat(first.dropped() + first.payload().length - 4 + rest).isEqualTo(3388895);
        next.stop(1000);
        next.first('G');
      }
    }
  }

  @Test
  void garbageEndsTheConnectionAndNotTheVassal() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    try (Warden warden =
        ground.warden(
            ground.plan("garbage").add("survive", "yes").add("exec", "/bin/sleep", "100"))) {
      warden.program();
      for (int turn = 0; turn < 60; turn++) {
        byte[] bytes = new byte[8 + random.nextInt(90)];
        random.nextBytes(bytes);
        bytes[1] = 1;
        try (Control control = warden.again()) {
          control.next();
          control.raw(bytes);
          assertThat(control.until(Frame.END)).as("seed %d turn %d", seed, turn).last().isNotNull();
        }
      }
      try (Control control = warden.again()) {
        assertThat(control.next().text()).contains("faults 60").contains("phase running");
        control.send('Z');
        assertThat(control.first('!').text()).contains("expected K");
      }
      try (Control control = warden.again()) {
        control.stop(1000);
        control.first('G');
      }
    }
  }

  @Test
  void framesMayComeByteByByte() throws Exception {
    try (Warden warden = ground.warden(ground.plan("bytes").add("exec", "/bin/sleep", "100"))) {
      warden.program();
      for (byte octet : Frame.encoded('K', (byte) 15, (byte) 0)) {
        warden.control().raw(new byte[] {octet});
      }
      assertThat(warden.await('X').text()).startsWith("signal 15 ");
      warden.output();
    }
  }

  @Test
  void signalGoesToWhomItIsFor() throws Exception {
    String script =
        "trap 'echo usr1' USR1; (trap 'echo child' USR1; echo $BASHPID >&5; while :; do sleep 0.05;"
            + " done) & while :; do sleep 0.05; done";
    try (Warden warden =
        ground.warden(ground.plan("whom").add("exec", "/bin/bash", "-c", script))) {
      long program = warden.program();
      int child = Integer.parseInt(warden.await('R').text());
      warden.control().send('K', kill(10, 3, child));
      assertThat(warden.await('O').output()).isEqualTo("child\n");
      warden.control().send('K', (byte) 10, (byte) 0);
      assertThat(warden.await('O').output()).isEqualTo("usr1\n");
      warden.control().send('K', kill(9, 3, (int) ProcessHandle.current().pid()));
      warden.control().send('K', kill(9, 2, child));
      Wait.until(
          "the child is gone", Duration.ofSeconds(5), () -> ProcessHandle.of(child).isEmpty());
      assertThat(ProcessHandle.of(program)).isPresent();
      warden.control().send('K', (byte) 9, (byte) 1);
      assertThat(warden.await('X').text()).startsWith("signal 9 ");
      warden.output();
    }
  }

  @Test
  void orphansOfTheProgramLiveOnUntilTheStop() throws Exception {
    try (Warden warden = ground.warden(ground.plan("orphan").shell("sleep 100 & echo $! >&5"))) {
      int orphan = Integer.parseInt(warden.await('R').text());
      assertThat(warden.await('X').text()).startsWith("exit 0 ");
      assertThat(ProcessHandle.of(orphan)).isPresent();
      warden.control().stop(5000);
      assertThat(warden.await('R').text()).startsWith("exit " + orphan + " signal 15 ");
      warden.output();
    }
  }

  @Test
  void wardenThatIsKilledTakesTheProgramWithItAndCleanDoesTheRest() throws Exception {
    Plan plan =
        ground
            .plan("killed")
            .add("bind-unix", "a", ground.base.resolve("k.sock"), "600", 1)
            .add("pdeathsig", "KILL");
    try (Warden warden = ground.warden(plan.shell("sleep 100 & sleep 100"))) {
      long program = warden.program();
      warden.process().destroyForcibly().waitFor();
      Wait.until(
          "the program is gone", Duration.ofSeconds(5), () -> ProcessHandle.of(program).isEmpty());
      Process clean =
          ground
              .process(Ground.PROGRAM.toString(), "clean", plan.directory().toString())
              .inheritIO()
              .start();
      assertThat(clean.waitFor()).isZero();
      assertThat(plan.directory()).doesNotExist();
      assertThat(ground.base.resolve("k.sock")).doesNotExist();
      assertThat(Traces.of(ground)).noneMatch(trace -> trace.startsWith("process "));
    }
  }
}
