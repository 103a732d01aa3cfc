package io.trajan.vassal.emperor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FarewellTest {
  @ParameterizedTest(name = "patience {0} s, {1} s left: {2} s for requests, {3} s in all")
  @CsvSource({
    "30, 30, 22, 27",
    "30, 20, 12, 17",
    "30, 9, 1, 6",
    "30, 8, 0, 5",
    "30, 4, 0, 1",
    "30, 3, 0, 0",
    "30, 0, 0, 0",
    "5, 20, 5, 13",
    "0, 20, 0, 8",
    "30, 3600, 30, 38",
  })
  void theEmperorIsThroughBeforeTheLauncherGivesUp(
      int configured, int left, int patience, int atMost) {
    Farewell farewell =
        Farewell.of(Duration.ofSeconds(configured), Optional.of(Duration.ofSeconds(left)));
    assertThat(farewell.patience()).hasSeconds(patience);
    assertThat(farewell.atMost()).hasSeconds(atMost);
  }

  @Test
  void withoutADeadlineRequestsGetThePatienceThatIsConfigured() {
    Farewell farewell = Farewell.of(Duration.ofSeconds(30), Optional.empty());
    assertThat(farewell.patience()).hasSeconds(30);
    assertThat(farewell.atMost()).isGreaterThan(farewell.patience().plus(Retirement.MARGIN));
  }
}
