package io.trajan.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.boot.Keep;
import io.trajan.boot.Kept;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeeperTest {
  private final Keeper keeper = new Keeper();
  private final AtomicInteger discarded = new AtomicInteger();

  @AfterEach
  void close() {
    keeper.close();
  }

  @Test
  void whatWasPutIsTakenOnceAndNotDiscarded() {
    assertThat(keeper.put("a", kept(7), Duration.ofMinutes(1))).isTrue();
    assertThat(keeper.take("a").orElseThrow().handle()).isEqualTo(7);
    assertThat(keeper.take("a")).isEmpty();
    keeper.close();
    assertThat(discarded).hasValue(0);
  }

  @Test
  void whatNobodyTakesInTimeIsDiscarded() throws Exception {
    var done = new CountDownLatch(1);
    keeper.put("a", new Kept(1, Map.of(), done::countDown), Duration.ofMillis(1));
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(keeper.take("a")).isEmpty();
  }

  @Test
  void aSecondThingOfOneKeyDiscardsTheFirst() {
    keeper.put("a", kept(1), Duration.ofMinutes(1));
    keeper.put("a", kept(2), Duration.ofMinutes(1));
    assertThat(discarded).hasValue(1);
    assertThat(keeper.take("a").orElseThrow().handle()).isEqualTo(2);
  }

  @Test
  void closingDiscardsEverythingAndKeepsNothingMore() {
    keeper.put("a", kept(1), Duration.ofMinutes(1));
    keeper.close();
    assertThat(keeper.put("b", kept(2), Duration.ofMinutes(1))).isFalse();
    assertThat(discarded).hasValue(2);
  }

  @Test
  void aFullKeeperDiscardsWhatItIsGiven() {
    for (var i = 0; i < Keep.CAPACITY; i++) {
      keeper.put("k" + i, kept(i), Duration.ofMinutes(1));
    }
    assertThat(keeper.put("one more", kept(1), Duration.ofMinutes(1))).isFalse();
    assertThat(keeper.put("k0", kept(1), Duration.ofMinutes(1))).isTrue();
    assertThat(discarded).hasValue(2);
  }

  @Test
  void aDiscardThatThrowsDoesNotKeepTheOthers() {
    keeper.put(
        "a",
        new Kept(
            1,
            Map.of(),
            () -> {
              throw new IllegalStateException("expected");
            }),
        Duration.ofMinutes(1));
    keeper.put("b", kept(2), Duration.ofMinutes(1));
    keeper.close();
    assertThat(discarded).hasValue(1);
  }

  private Kept kept(long handle) {
    return new Kept(handle, Map.of(), discarded::incrementAndGet);
  }
}
