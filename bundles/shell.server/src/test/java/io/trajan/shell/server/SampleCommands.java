package io.trajan.shell.server;

import io.trajan.shell.Bytes;
import io.trajan.shell.CommandException;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import io.trajan.shell.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;

/** Commands of every kind, as another bundle would have them. */
@Descriptor("Samples")
public final class SampleCommands {
  final CountDownLatch started = new CountDownLatch(1);
  final CountDownLatch interrupted = new CountDownLatch(1);

  record Row(String name, int count, @Bytes long size, Duration age) {}

  @Descriptor("Lists rows")
  @Example("sample:list --min 2")
  public List<Row> list(
      @Parameter(
              names = {"-m", "--min"},
              absentValue = "0")
          @Descriptor("at least so many")
          int min) {
    return List.of(
            new Row("one", 1, 1024, Duration.ofSeconds(1)),
            new Row("two", 2, 2048, Duration.ofMinutes(2)))
        .stream()
        .filter(r -> r.count() >= min)
        .toList();
  }

  public Row start(@CompleteWith("vassal") String vassal) throws CommandException {
    if (vassal.equals("missing")) {
      throw new CommandException("sample:start: there is no vassal missing", 9);
    }
    return new Row(vassal, 0, 0, Duration.ZERO);
  }

  public Verdict check() {
    return new Verdict(List.of("bad"), 1);
  }

  public void fail() {
    throw new IllegalStateException("broken inside");
  }

  public void sleep() throws InterruptedException {
    started.countDown();
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      interrupted.countDown();
      throw e;
    }
  }

  public void flood() {
    started.countDown();
    while (!Thread.currentThread().isInterrupted()) {
      System.out.println("x".repeat(4000));
    }
    interrupted.countDown();
  }

  public void bytes() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    System.out.write(all, 0, all.length);
    System.out.flush();
  }

  public void complain() {
    System.err.println("to standard error");
  }

  public long thread() {
    return Thread.currentThread().threadId();
  }
}
