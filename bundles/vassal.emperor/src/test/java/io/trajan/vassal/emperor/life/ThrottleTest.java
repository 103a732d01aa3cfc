package io.trajan.vassal.emperor.life;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThrottleTest {
  private final Throttle throttle = new Throttle(Duration.ofSeconds(60), Duration.ofSeconds(10));

  private long[] seconds(boolean diedReady) {
    return IntStream.rangeClosed(1, 9)
        .mapToLong(failures -> throttle.delay(failures, diedReady).toSeconds())
        .toArray();
  }

  @Test
  void aVassalThatNeverStartsIsTriedAfterDoublingDelaysUpToTheCeiling() {
    assertThat(seconds(false)).containsExactly(1, 2, 4, 8, 16, 32, 60, 60, 60);
  }

  @Test
  void theFirstDeathIsFollowedByAStartAtOnce() {
    assertThat(seconds(true)).containsExactly(0, 1, 2, 4, 8, 16, 32, 60, 60);
  }

  @Test
  void delaysDoNotOverflow() {
    assertThat(throttle.delay(Integer.MAX_VALUE, false)).isEqualTo(Duration.ofSeconds(60));
    Throttle day = new Throttle(Duration.ofDays(1), Duration.ofSeconds(1));
    for (int failures = 1; failures < 200; failures++) {
      assertThat(day.delay(failures, false))
          .isBetween(Duration.ofSeconds(1), Duration.ofDays(1))
          .isGreaterThanOrEqualTo(day.delay(failures - 1, false));
    }
  }

  @Test
  void aGoodLifeForgivesEarlierFailuresAndAShortOneDoesNot() {
    assertThat(throttle.failures(7, Duration.ofSeconds(10))).isEqualTo(1);
    assertThat(throttle.failures(7, Duration.ofMillis(9_999))).isEqualTo(8);
    assertThat(throttle.failures(0, Duration.ZERO)).isEqualTo(1);
  }
}
