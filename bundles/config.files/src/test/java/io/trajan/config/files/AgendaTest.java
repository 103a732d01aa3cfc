package io.trajan.config.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.files.Agenda.Kind;
import io.trajan.config.files.Agenda.Task;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AgendaTest {
  private final Agenda agenda = new Agenda();

  private List<Task> now() throws InterruptedException {
    return agenda.take(0, TimeUnit.SECONDS);
  }

  @Test
  void oneFileHasOneTaskTheLastOne() throws InterruptedException {
    agenda.file(Kind.GONE, "a", null, 0);
    agenda.file(Kind.SETTLED, "a", null, 0);
    assertThat(now()).extracting(Task::kind).containsExactly(Kind.SETTLED);
    assertThat(now()).isEmpty();
  }

  @Test
  void whatIsNotDueIsNotTakenButWaitedFor() throws InterruptedException {
    agenda.file(Kind.QUIET, "a", null, 3_600_000);
    agenda.file(Kind.QUIET, "b", null, 20);
    assertThat(agenda.take(20, TimeUnit.SECONDS)).extracting(Task::file).containsExactly("b");
    assertThat(now()).isEmpty();
  }

  @Test
  void moreFilesThanItHoldsBecomeOneLookAtEverything() throws InterruptedException {
    for (int i = 0; i <= Agenda.FILES_AT_MOST; i++) {
      agenda.file(Kind.SETTLED, "f" + i, null, 0);
    }
    assertThat(now()).extracting(Task::kind).containsExactly(Kind.RESCAN);
  }

  @Test
  void theEndWakesWhoWaits() throws InterruptedException {
    Thread ender = Thread.ofVirtual().start(agenda::end);
    assertThat(agenda.take(30, TimeUnit.SECONDS)).isEmpty();
    ender.join();
  }
}
