package io.trajan.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GateTest {
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stopTimer() throws InterruptedException {
    timer.shutdownNow();
    assertThat(timer.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void openGatePassesAtOnce() {
    Gate<String> gate = gate(1, Duration.ofMinutes(1));
    gate.open("one");
    gate.pass(call("a"));
    assertThat(seen).containsExactly("a to one");
  }

  @Test
  void shutGateParksAndReleasesInOrder() {
    Gate<String> gate = gate(10, Duration.ofMinutes(1));
    gate.pass(call("a"));
    gate.pass(call("b"));
    assertThat(gate.parked()).isEqualTo(2);
    gate.open("one");
    assertThat(seen).containsExactly("a to one", "b to one");
    assertThat(gate.parked()).isZero();
  }

  @Test
  void capacityIsEnforced() {
    Gate<String> gate = gate(1, Duration.ofMinutes(1));
    gate.pass(call("a"));
    gate.pass(call("b"));
    assertThat(seen).containsExactly("b FULL");
  }

  @Test
  void whoIsRefusedByAClosingTargetWaitsForTheNextAndKeepsItsPlace() {
    Gate<String> gate = gate(3, Duration.ofMinutes(1));
    gate.open("closing");
    gate.pass(call("a", "closing"));
    gate.pass(call("b", "closing", "also closing"));
    gate.pass(call("c", "closing"));
    gate.open("also closing");
    gate.pass(call("d"));
    assertThat(seen).containsExactly("a to also closing", "c to also closing", "d to also closing");
    gate.open("next");
    assertThat(seen.getLast()).isEqualTo("b to next");
  }

  @Test
  void whoWasLetInIsNotTurnedAwayForWantOfRoomLater() {
    Gate<String> gate = gate(1, Duration.ofMinutes(1));
    gate.pass(call("a", "closing"));
    gate.open("closing");
    assertThat(gate.parked()).isEqualTo(1);
    gate.pass(call("b", "closing"));
    assertThat(seen).containsExactly("b FULL");
    gate.open("next");
    assertThat(seen).containsExactly("b FULL", "a to next");
  }

  @Test
  void shutOnlyMattersToTheOneItIsOpenTo() {
    Gate<String> gate = gate(1, Duration.ofMinutes(1));
    gate.open("one");
    gate.open("two");
    gate.shut("one");
    gate.pass(call("a"));
    gate.shut("two");
    gate.pass(call("b"));
    assertThat(seen).containsExactly("a to two");
    assertThat(gate.parked()).isEqualTo(1);
  }

  @Test
  void lateOnesAreTurnedAwayAndTheGateGoesOn() throws InterruptedException {
    Gate<String> gate = gate(10, Duration.ofMillis(20));
    CountDownLatch late = new CountDownLatch(2);
    gate.pass(counting("a", late));
    gate.pass(counting("b", late));
    assertThat(late.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(seen).containsExactly("a LATE", "b LATE");
    gate.open("one");
    gate.pass(call("c"));
    assertThat(seen.getLast()).isEqualTo("c to one");
  }

  @Test
  void deadlineHoldsForOneThatWaitsAgainBehindYoungerOnes() throws InterruptedException {
    Gate<String> gate = gate(10, Duration.ofMillis(300));
    CountDownLatch late = new CountDownLatch(1);
    AtomicReference<Gate<String>> self = new AtomicReference<>(gate);
    long began = System.nanoTime();
    gate.pass(
        new Gate.Call<>() {
          @Override
          public boolean offer(String target) {
            // A younger one parks first while this one is on its way back.
            self.get().shut(target);
            self.get().pass(call("younger"));
            return false;
          }

          @Override
          public void refused(Gate.Refusal why) {
            late.countDown();
          }
        });
    gate.open("closing");
    assertThat(late.await(5, TimeUnit.SECONDS)).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - began))
        .isBetween(Duration.ofMillis(300), Duration.ofSeconds(4));
  }

  @Test
  void closedGateTurnsEverythingAway() {
    Gate<String> gate = gate(10, Duration.ofMinutes(1));
    gate.pass(call("a"));
    gate.close();
    gate.pass(call("b"));
    gate.open("one");
    gate.pass(call("c"));
    assertThat(seen).containsExactly("a CLOSED", "b CLOSED", "c CLOSED");
  }

  @Test
  void oneThatThrowsDoesNotLoseTheOthers() {
    Gate<String> gate = gate(10, Duration.ofMinutes(1));
    gate.pass(
        new Named("a", List.of(), () -> {}) {
          @Override
          public boolean offer(String target) {
            throw new IllegalStateException("broken");
          }
        });
    gate.pass(call("b"));
    assertThatThrownBy(() -> gate.open("one")).hasMessage("broken");
    assertThat(seen).containsExactly("b to one");
  }

  @Test
  void errorOfOneLosesNoOtherAndNoRoom() {
    Gate<String> gate = gate(3, Duration.ofMinutes(1));
    gate.pass(new Thrower(new StackOverflowError("deep")));
    gate.pass(call("b", "one"));
    gate.pass(call("c"));
    assertThatThrownBy(() -> gate.open("one")).hasMessage("deep");
    assertThat(seen).containsExactly("c to one");
    gate.shut("one");
    gate.pass(call("d"));
    gate.pass(call("e"));
    assertThat(gate.parked()).isEqualTo(3);
    gate.open("two");
    assertThat(seen).containsExactly("c to one", "b to two", "d to two", "e to two");
  }

  @Test
  void errorWhileTurningAwayLosesNoOther() throws InterruptedException {
    Gate<String> gate = gate(10, Duration.ofMillis(20));
    CountDownLatch late = new CountDownLatch(1);
    gate.pass(new Thrower(new StackOverflowError("late")));
    gate.pass(counting("b", late));
    assertThat(late.await(5, TimeUnit.SECONDS)).isTrue();
    Gate<String> other = gate(10, Duration.ofMinutes(1));
    other.pass(new Thrower(new StackOverflowError("closed")));
    other.pass(call("c"));
    assertThatThrownBy(other::close).hasMessage("closed");
    assertThat(seen).containsExactly("b LATE", "c CLOSED");
  }

  @Test
  void nothingIsLostOrTakenTwiceWhileTargetsComeAndGo() throws InterruptedException {
    Gate<AtomicInteger> gate = new Gate<>(10_000, Duration.ofMinutes(1), timer);
    AtomicInteger taken = new AtomicInteger();
    int threads = 3;
    int calls = 2000;
    List<Thread> callers = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      callers.add(Thread.ofPlatform().start(() -> passMany(gate, calls, taken)));
    }
    for (int i = 0; i < 500; i++) {
      AtomicInteger target = new AtomicInteger();
      gate.open(target);
      target.set(1);
      gate.shut(target);
    }
    for (Thread caller : callers) {
      assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
    }
    gate.open(new AtomicInteger());
    assertThat(taken).hasValue(threads * calls);
    assertThat(gate.parked()).isZero();
  }

  /** A target that holds 1 is closing. */
  private static void passMany(Gate<AtomicInteger> gate, int calls, AtomicInteger taken) {
    for (int i = 0; i < calls; i++) {
      gate.pass(
          new Gate.Call<>() {
            @Override
            public boolean offer(AtomicInteger target) {
              return target.get() == 0 && taken.incrementAndGet() > 0;
            }

            @Override
            public void refused(Gate.Refusal why) {
              throw new IllegalStateException(why.name());
            }
          });
    }
  }

  private Gate<String> gate(int capacity, Duration patience) {
    return new Gate<>(capacity, patience, timer);
  }

  /** A call that the named targets do not take. */
  private Gate.Call<String> call(String name, String... closing) {
    return new Named(name, List.of(closing), () -> {});
  }

  private Gate.Call<String> counting(String name, CountDownLatch latch) {
    return new Named(name, List.of(), latch::countDown);
  }

  private class Named implements Gate.Call<String> {
    private final String name;
    private final List<String> closing;
    private final Runnable onRefusal;

    Named(String name, List<String> closing, Runnable onRefusal) {
      this.name = name;
      this.closing = closing;
      this.onRefusal = onRefusal;
    }

    @Override
    public boolean offer(String target) {
      return !closing.contains(target) && seen.add(name + " to " + target);
    }

    @Override
    public void refused(Gate.Refusal why) {
      seen.add(name + " " + why);
      onRefusal.run();
    }
  }

  private static final class Thrower implements Gate.Call<String> {
    private final Error error;

    Thrower(Error error) {
      this.error = error;
    }

    @Override
    public boolean offer(String target) {
      throw error;
    }

    @Override
    public void refused(Gate.Refusal why) {
      throw error;
    }
  }
}
