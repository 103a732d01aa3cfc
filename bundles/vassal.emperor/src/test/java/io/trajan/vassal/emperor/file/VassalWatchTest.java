package io.trajan.vassal.emperor.file;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.foreign.DirectoryWatcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class VassalWatchTest {
  @TempDir Path root;
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private VassalWatch watch;

  private final FileEvents events =
      new FileEvents() {
        @Override
        public void touched(Path file, boolean whole) {
          heard.add(file.getFileName() + (whole ? " whole" : " perhaps"));
        }

        @Override
        public void rescan() {
          heard.add("rescan");
        }
      };

  private Path directory;

  @BeforeEach
  void open() throws IOException {
    directory = Files.createDirectories(root.resolve("vassals"));
    watch = new VassalWatch(directory, events);
  }

  @AfterEach
  void close() {
    watch.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("trajan-emperor-watch"));
  }

  private void await(String event) throws InterruptedException {
    String next = heard.poll(10, SECONDS);
    while (next != null && !next.equals(event)) {
      next = heard.poll(10, SECONDS);
    }
    assertThat(next).isEqualTo(event);
  }

  @Test
  void withoutAWatcherTheJdkIsHeardButNeverSaysThatAFileIsWhole() throws Exception {
    assertThat(watch.use(null)).isTrue();
    assertThat(watch.use(null)).isFalse();
    Path file = Files.writeString(directory.resolve("a.cfg"), "x");
    await("a.cfg perhaps");
    Files.move(file, directory.resolve("b.cfg"));
    await("b.cfg perhaps");
    Files.delete(directory.resolve("b.cfg"));
    await("b.cfg whole");
  }

  @Test
  void aDirectoryThatIsReplacedIsWatchedAgain() throws Exception {
    watch.use(null);
    Files.delete(directory);
    Files.createDirectory(directory);
    await("rescan");
    Files.writeString(directory.resolve("a.cfg"), "x");
    await("a.cfg perhaps");
  }

  @Test
  void aWatcherThatComesTakesOverAndTheJdkTakesBack() throws Exception {
    watch.use(null);
    AtomicInteger open = new AtomicInteger();
    DirectoryWatcher inotify =
        (dir, listener) -> {
          open.incrementAndGet();
          listener.settled(dir.resolve("from-inotify.cfg"));
          listener.gone(dir.resolve("gone.cfg"));
          listener.rescan();
          return open::decrementAndGet;
        };
    assertThat(watch.use(inotify)).isTrue();
    assertThat(open).hasValue(1);
    assertThat(heard).containsExactly("from-inotify.cfg whole", "gone.cfg whole", "rescan");
    assertThat(watch.use(null)).isTrue();
    assertThat(open).hasValue(0);
    Files.writeString(directory.resolve("a.cfg"), "x");
    await("a.cfg perhaps");
  }

  @Test
  void aWatcherThatFailsIsReplacedByTheJdk() throws Exception {
    watch.use(
        (dir, listener) -> {
          throw new IOException("no inotify left");
        });
    Files.writeString(directory.resolve("a.cfg"), "x");
    await("a.cfg perhaps");
  }
}
