package io.trajan.vassal.emperor.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class IntakeTest {
  private static final Path A = Path.of("a.cfg");
  private static final Path B = Path.of("b.cfg");
  private static final Instant T0 = Instant.EPOCH;

  private final Intake intake = new Intake(Duration.ofMillis(50));

  private static Instant at(int millis) {
    return T0.plusMillis(millis);
  }

  @Test
  void aFileIsLookedAtOnceAfterItWasQuiet() {
    intake.touched(A, false, at(0));
    intake.touched(A, false, at(40));
    assertThat(intake.settled(at(89))).isEmpty();
    assertThat(intake.due()).isEqualTo(at(90));
    assertThat(intake.settled(at(90))).containsExactly(A);
    assertThat(intake.settled(at(500))).isEmpty();
    assertThat(intake.due()).isNull();
  }

  @Test
  void aFileThatIsStillWrittenWaitsHoweverLongItTakes() {
    for (int millis = 0; millis < 2000; millis += 40) {
      intake.touched(A, false, at(millis));
      assertThat(intake.settled(at(millis))).isEmpty();
    }
  }

  @Test
  void wholeFilesThatChangeAllTheTimeAreLookedAtAllTheSame() {
    int looks = 0;
    for (int millis = 0; millis < 2000; millis += 20) {
      intake.touched(A, true, at(millis));
      looks += intake.settled(at(millis + 10)).size();
    }
    assertThat(looks).isBetween(2000 / 200, 2000 / 150 + 1);
  }

  @Test
  void filesDoNotWaitForEachOther() {
    intake.touched(A, true, at(0));
    intake.touched(B, true, at(30));
    assertThat(intake.settled(at(60))).containsExactly(A);
    assertThat(intake.settled(at(80))).containsExactly(B);
  }
}
