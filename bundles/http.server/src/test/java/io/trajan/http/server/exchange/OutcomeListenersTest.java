package io.trajan.http.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutcomeListenersTest {
  private static final Outcome OUTCOME = new Outcome(200, 5, null);

  private final OutcomeListeners listeners = new OutcomeListeners();
  private final List<String> told = new ArrayList<>();

  private void add(String name) {
    listeners.add(outcome -> told.add(name + " " + outcome.status()));
  }

  @Test
  void allAreToldInTheirOrderAndWhoComesLateAtOnce() {
    add("a");
    add("b");
    add("c");
    assertThat(told).isEmpty();
    listeners.tell(OUTCOME, "test");
    assertThat(told).containsExactly("a 200", "b 200", "c 200");
    add("late");
    add("later");
    assertThat(told).endsWith("late 200", "later 200").hasSize(5);
  }

  @Test
  void oneThatFailsDoesNotKeepTheOthersFromHearing() {
    add("a");
    listeners.add(
        outcome -> {
          throw new IllegalStateException("no");
        });
    add("c");
    listeners.tell(OUTCOME, "test");
    assertThat(told).containsExactly("a 200", "c 200");
  }

  @Test
  void oneThatAsksAgainWhileItIsToldIsToldAgain() {
    listeners.add(outcome -> add("inner"));
    listeners.tell(OUTCOME, "test");
    assertThat(told).containsExactly("inner 200");
  }
}
