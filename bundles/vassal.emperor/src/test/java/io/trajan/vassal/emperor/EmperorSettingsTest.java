package io.trajan.vassal.emperor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmperorSettingsTest {
  private static final Map<String, int[]> RANGES =
      Map.of(
          "parallel_starts", new int[] {1, 1000},
          "start_deadline_seconds", new int[] {1, 3600},
          "drain_patience_seconds", new int[] {0, 3600},
          "update_grace_seconds", new int[] {0, 600},
          "slow_start_seconds", new int[] {0, 3600},
          "retry_ceiling_seconds", new int[] {1, 86400},
          "good_life_seconds", new int[] {1, 86400});

  /** A configuration as SCR would make it: defaults, and what the file gives. */
  private static EmperorConfig config(Map<String, Integer> given) {
    return (EmperorConfig)
        Proxy.newProxyInstance(
            EmperorConfig.class.getClassLoader(),
            new Class<?>[] {EmperorConfig.class},
            (proxy, method, arguments) ->
                given.getOrDefault(method.getName(), (Integer) method.getDefaultValue()));
  }

  @Test
  void theDefaultsAreValid() {
    EmperorSettings settings = EmperorSettings.from(config(Map.of()));
    assertThat(settings.parallelStarts()).isEqualTo(8);
    assertThat(settings.startDeadline()).isEqualTo(Duration.ofSeconds(150));
    assertThat(settings.drainPatience()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.updateGrace()).isEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void everyValueOutOfRangeIsNamedWithItsKeyAndItsRange() {
    EmperorConfig config = config(Map.of("parallel_starts", 0, "update_grace_seconds", 601));
    assertThatThrownBy(() -> EmperorSettings.from(config))
        .hasMessage(
            "io.trajan.emperor: parallel.starts = 0: expected a whole number from 1 to 1000;"
                + " update.grace.seconds = 601: expected a whole number from 0 to 600");
  }

  @Test
  void bothEndsOfEveryRangeAreAcceptedAndNothingBeyond() {
    RANGES.forEach(
        (name, range) -> {
          EmperorSettings.from(config(Map.of(name, range[0])));
          EmperorSettings.from(config(Map.of(name, range[1])));
          for (int beyond : new int[] {range[0] - 1, range[1] + 1}) {
            assertThatThrownBy(() -> EmperorSettings.from(config(Map.of(name, beyond))))
                .hasMessageContaining(name.replace('_', '.') + " = " + beyond);
          }
        });
    assertThat(EmperorConfig.class.getDeclaredMethods())
        .extracting(Method::getName)
        .containsExactlyInAnyOrderElementsOf(RANGES.keySet());
  }
}
