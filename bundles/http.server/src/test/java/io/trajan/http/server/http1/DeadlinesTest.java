package io.trajan.http.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.net.Limits;
import io.trajan.http.server.wire.GuardLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinesTest {
  private static final long MILLI = 1_000_000;

  private static Deadlines deadlines(long headerMillis) {
    Limits limits =
        new Limits(
            new GuardLimits(1, 1, 1, 1),
            1,
            1,
            1,
            Duration.ofMillis(100),
            Duration.ofMillis(headerMillis),
            Duration.ofMillis(200),
            1000,
            Duration.ofMillis(300),
            1000,
            Duration.ofMillis(50),
            1,
            1);
    return new Deadlines(limits);
  }

  private final Deadlines deadlines = deadlines(10_000);

  /** Clocks of the machine may be anywhere, also below zero. */
  private static long at(long millis) {
    return -5_000 * MILLI + millis * MILLI;
  }

  @Test
  void idlingBeginsWithTheFirstLookAndEndsAfterItsTime() {
    assertThat(deadlines.isIdleOver(at(0), false, false)).isFalse();
    assertThat(deadlines.isIdleOver(at(100), false, false)).isFalse();
    assertThat(deadlines.isIdleOver(at(101), false, false)).isTrue();
  }

  @Test
  void aRequestOrAnAnswerThatIsStillTakenBeginsItAnew() {
    assertThat(deadlines.isIdleOver(at(0), false, false)).isFalse();
    deadlines.idles();
    assertThat(deadlines.isIdleOver(at(1000), false, false)).isFalse();
    assertThat(deadlines.isIdleOver(at(2000), true, false)).isFalse();
    assertThat(deadlines.isIdleOver(at(2100), false, false)).isFalse();
    assertThat(deadlines.isIdleOver(at(2101), false, false)).isTrue();
  }

  @Test
  void whoDrainsIdlesForOneLookOnly() {
    assertThat(deadlines.isIdleOver(at(0), false, true)).isFalse();
    assertThat(deadlines.isIdleOver(at(1), true, true)).as("an answer is taken").isFalse();
    assertThat(deadlines.isIdleOver(at(2), false, true)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    // the setting, after how long, about to leave: late
    "10000, 10000, false, false",
    "10000, 10001, false, true",
    "10000, 1000, true, false",
    "10000, 1001, true, true",
    "200, 201, true, true",
    "200, 200, true, false"
  })
  void aHeaderHasItsTimeAndAtMostASecondWhenWeLeave(
      long setting, long after, boolean leaving, boolean late) {
    Deadlines some = deadlines(setting);
    some.headBegins(at(7));
    assertThat(some.headSince()).isEqualTo(at(7));
    assertThat(some.isHeadLate(at(7 + after), leaving)).isEqualTo(late);
  }

  @Test
  void aBodyMayPauseForAWhileAndOnlyWhileItIsWanted() {
    deadlines.bodyBegins();
    assertThat(deadlines.isBodyLate(at(0), true)).isFalse();
    assertThat(deadlines.isBodyLate(at(200), true)).isFalse();
    assertThat(deadlines.isBodyLate(at(5000), false)).as("nobody waits for it").isFalse();
    assertThat(deadlines.isBodyLate(at(5001), true)).isFalse();
    deadlines.bodyMoved(1000);
    assertThat(deadlines.isBodyLate(at(5100), true)).isFalse();
    assertThat(deadlines.isBodyLate(at(5301), true)).isTrue();
    deadlines.bodyBegins();
    assertThat(deadlines.isBodyLate(at(5302), true)).as("another body").isFalse();
  }

  @Test
  void lingeringEnds() {
    deadlines.lingers(at(0));
    assertThat(deadlines.isLingerOver(at(50))).isFalse();
    assertThat(deadlines.isLingerOver(at(51))).isTrue();
  }
}
