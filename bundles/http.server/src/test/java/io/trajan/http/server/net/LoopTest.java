package io.trajan.http.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.trajan.http.server.wire.GuardLimits;
import io.trajan.request.Endpoint;
import io.trajan.request.Gate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopTest {
  private final DefaultEventLoop executor = new DefaultEventLoop();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Counters counters = new Counters();

  @AfterEach
  void stop() throws InterruptedException {
    executor.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
    timer.shutdownNow();
    assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private class Probe extends Connection {
    final AtomicInteger abandoned = new AtomicInteger();
    private final Runnable onTick;

    Probe(Runnable onTick) {
      this.onTick = onTick;
    }

    @Override
    protected void tick(long nowNanos) {
      onTick.run();
    }

    @Override
    public void drain() {}

    @Override
    public void abandon() {
      abandoned.incrementAndGet();
      throw new IllegalStateException("nor can it be closed");
    }

    @Override
    public Profile profile() {
      Duration second = Duration.ofSeconds(1);
      GuardLimits guard = new GuardLimits(1, 1, 1, 1);
      Limits limits =
          new Limits(guard, 1, 1, 1, second, second, second, 1, second, 1, second, 1, 1);
      return new Profile("test", limits, counters, false, "");
    }

    @Override
    public ConnectionFacts facts(long nowNanos) {
      Endpoint end = new Endpoint("", -1);
      return new ConnectionFacts("test", new Peer(end, end, "http"), "", "", 0, 0);
    }
  }

  @Test
  void aConnectionThatFailsIsGivenUpAndTheOthersKeepTheirDeadlines() throws Exception {
    CountDownLatch ticks = new CountDownLatch(5);
    Probe good = new Probe(ticks::countDown);
    Probe bad =
        new Probe(
            () -> {
              throw new AssertionError("a defect");
            });
    Gate<io.trajan.request.RequestDispatcher> gate = new Gate<>(1, Duration.ofSeconds(1), timer);
    Loop loop = new Loop(executor, gate, Duration.ofMillis(5));
    executor.execute(
        () -> {
          loop.add(good);
          loop.add(bad);
          loop.start();
        });
    assertThat(ticks.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(bad.abandoned).hasValue(1);
    assertThat(good.abandoned).hasValue(0);
    assertThat(counters.get(Counters.Event.INTERNAL_ERROR)).isEqualTo(1);
    assertThat(executor.submit(loop::size).get(10, TimeUnit.SECONDS)).isEqualTo(1);
    executor.submit(loop::stop).get(10, TimeUnit.SECONDS);
  }
}
