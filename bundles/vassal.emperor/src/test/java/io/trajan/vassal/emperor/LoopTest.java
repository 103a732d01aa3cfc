package io.trajan.vassal.emperor;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LoopTest {
  private final LinkedBlockingQueue<String> did = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable Instant> due = new AtomicReference<>();
  private final Shifted clock = new Shifted();
  private final Loop loop =
      new Loop(
          "test-loop",
          clock,
          new Loop.Duties() {
            @Override
            public @Nullable Instant attend() {
              Instant when = due.get();
              if (when != null && !Instant.now().isBefore(when)) {
                due.set(null);
                did.add("due");
                return null;
              }
              return when;
            }

            @Override
            public void lookAtAll() {
              did.add("all");
            }
          });

  /** The wall clock, which can be put forward. */
  private static final class Shifted extends Clock {
    private volatile Duration shift = Duration.ZERO;

    void pass(Duration time) {
      shift = shift.plus(time);
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(shift);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  @AfterEach
  void nothingStays() {
    loop.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("test-loop"));
  }

  @Test
  void lettersAreReadInOrderOnTheOneThread() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      int number = i;
      loop.post(() -> did.add(number + " " + Thread.currentThread().getName()));
    }
    loop.start();
    for (int i = 0; i < 3; i++) {
      assertThat(did.poll(10, SECONDS)).isEqualTo(i + " test-loop");
    }
  }

  @Test
  void whatDoesNotFitIsCountedAndEverythingIsLookedAtInstead() throws InterruptedException {
    for (int i = 0; i < Loop.CAPACITY; i++) {
      assertThat(loop.post(() -> {})).isTrue();
    }
    assertThat(loop.post(() -> did.add("lost"))).isFalse();
    assertThat(loop.dropped()).isEqualTo(1);
    loop.start();
    assertThat(did.poll(10, SECONDS)).isEqualTo("all");
    loop.post(() -> did.add("later"));
    assertThat(did.poll(10, SECONDS)).isEqualTo("later");
  }

  @Test
  void aLetterThatThrowsDoesNotEndTheThread() throws InterruptedException {
    loop.start();
    loop.post(
        () -> {
          throw new IllegalStateException("as told");
        });
    loop.post(() -> did.add("after"));
    assertThat(did.poll(10, SECONDS)).isEqualTo("after");
  }

  @Test
  void aClassThatCannotBeLoadedDoesNotEndTheThreadAndEverythingIsLookedAtAgain()
      throws InterruptedException {
    loop.start();
    loop.post(
        () -> {
          throw new NoClassDefFoundError("as told");
        });
    loop.post(() -> did.add("after"));
    assertThat(did.poll(10, SECONDS)).isEqualTo("after");
    assertThat(did.poll(10, SECONDS)).isEqualTo("all");
    assertThat(loop.trouble()).isEmpty();
  }

  @Test
  void aThreadThatIsNotThereIsTroubleAndSoIsALetterThatHangs() throws InterruptedException {
    assertThat(loop.trouble()).isEqualTo("test-loop is dead");
    CountDownLatch hangs = new CountDownLatch(1);
    CountDownLatch goesOn = new CountDownLatch(1);
    loop.post(
        () -> {
          hangs.countDown();
          try {
            goesOn.await();
          } catch (InterruptedException e) {
            did.add("interrupted");
          }
        });
    loop.start();
    assertThat(hangs.await(10, SECONDS)).isTrue();
    assertThat(loop.trouble()).isEmpty();
    clock.pass(Duration.ofSeconds(31));
    assertThat(loop.trouble()).isEqualTo("test-loop has been held up for 31 s");
    goesOn.countDown();
  }

  @Test
  void whatIsDueIsDoneWithoutALetter() throws InterruptedException {
    due.set(Instant.now().plusMillis(50));
    loop.start();
    assertThat(did.poll(10, SECONDS)).isEqualTo("due");
  }

  @Test
  void closingInterruptsALetterThatHangsAndForgetsTheRest() throws InterruptedException {
    CountDownLatch hangs = new CountDownLatch(1);
    loop.start();
    loop.post(
        () -> {
          hangs.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            did.add("interrupted");
          }
        });
    loop.post(() -> did.add("never"));
    assertThat(hangs.await(10, SECONDS)).isTrue();
    loop.close();
    assertThat(did).containsExactly("interrupted");
  }
}
