package io.trajan.request.dispatch.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LineWriterTest {
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  @Test
  void linesAreWrittenInOrderAndAllBeforeTheEnd() {
    LineWriter writer = new LineWriter();
    writer.start();
    for (int i = 0; i < 5000; i++) {
      writer.write(logger(() -> {}), "line " + i);
    }
    writer.close();
    assertThat(lines).hasSize(5000).startsWith("line 0").endsWith("line 4999");
  }

  @Test
  void slowLogLosesLinesAndCountsThemButHoldsNobodyUp() throws InterruptedException {
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    LineWriter writer = new LineWriter();
    writer.start();
    Logger slow =
        logger(
            () -> {
              stuck.countDown();
              awaitQuietly(release);
            });
    writer.write(slow, "first");
    assertThat(stuck.await(5, TimeUnit.SECONDS)).isTrue();
    for (int i = 0; i < LineWriter.CAPACITY + 100; i++) {
      writer.write(slow, "more");
    }
    assertThat(writer.dropped()).isEqualTo(100);
    release.countDown();
    writer.close();
    assertThat(lines).hasSize(LineWriter.CAPACITY + 1);
  }

  @Test
  void afterTheEndLinesAreWrittenByTheCaller() {
    LineWriter writer = new LineWriter();
    writer.start();
    writer.close();
    writer.close();
    writer.write(logger(() -> {}), "late");
    assertThat(lines).containsExactly("late");
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A logger that does something first and then keeps the line. */
  private Logger logger(Runnable before) {
    return (Logger)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Logger.class},
            (proxy, method, arguments) -> {
              before.run();
              lines.add((String) arguments[0]);
              return null;
            });
  }
}
