package io.trajan.foreign.jnr;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.foreign.DirectoryWatcher.Listener;
import io.trajan.foreign.ForeignException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class InotifyWatcherLinuxTest {
  @TempDir private Path temp;
  private Path directory = Path.of("");
  private final InotifyWatcher watcher = new InotifyWatcher();
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private final Listener listener =
      new Listener() {
        @Override
        public void settled(Path file) {
          heard.add("settled " + temp.relativize(file));
        }

        @Override
        public void gone(Path file) {
          heard.add("gone " + temp.relativize(file));
        }

        @Override
        public void rescan() {
          heard.add("rescan");
        }
      };

  @BeforeEach
  void watch() throws IOException {
    directory = Files.createDirectory(temp.resolve("etc"));
    watcher.watch(directory, listener);
  }

  @AfterEach
  void stop() {
    watcher.stop();
  }

  private void expect(String... events) throws InterruptedException {
    for (String event : events) {
      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(event);
    }
  }

  /** Nothing was told in between: the next thing heard is what happens now. */
  private void expectNothingBefore(String name) throws Exception {
    Files.writeString(directory.resolve(name), "marker");
    expect("settled etc/" + name);
  }

  @Test
  void aFileIsSettledWhenItsWriterClosesItAndNotBefore() throws Exception {
    try (OutputStream out = Files.newOutputStream(directory.resolve("a"))) {
      out.write(1);
      out.flush();
      expectNothingBefore("marker");
      out.write(2);
    }
    expect("settled etc/a");
  }

  @Test
  void aFileRenamedIntoPlaceIsSettled() throws Exception {
    Path outside = Files.writeString(temp.resolve("a.tmp"), "x");
    Files.move(outside, directory.resolve("a"));
    expect("settled etc/a");
    Path beside = Files.writeString(directory.resolve("a.tmp"), "y");
    expect("settled etc/a.tmp");
    Files.move(beside, directory.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
    expect("gone etc/a.tmp", "settled etc/a");
  }

  @Test
  void anEditorsBackupAndRewriteEndsSettled() throws Exception {
    Path file = directory.resolve("a");
    Files.writeString(file, "1");
    expect("settled etc/a");
    Files.move(file, directory.resolve("a~"));
    expect("gone etc/a", "settled etc/a~");
    Files.writeString(file, "2");
    Files.delete(directory.resolve("a~"));
    expect("settled etc/a", "gone etc/a~");
  }

  @Test
  void aFileThatIsDeletedOrMovedAwayIsGone() throws Exception {
    Files.writeString(directory.resolve("a"), "1");
    Files.writeString(directory.resolve("b"), "1");
    expect("settled etc/a", "settled etc/b");
    Files.delete(directory.resolve("a"));
    Files.move(directory.resolve("b"), temp.resolve("b"));
    expect("gone etc/a", "gone etc/b");
  }

  @Test
  void linksAreWholeAtOnce() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "1");
    Files.createLink(directory.resolve("hard"), file);
    Files.createSymbolicLink(directory.resolve("soft"), file);
    Files.createSymbolicLink(directory.resolve("dangling"), Path.of("nowhere"));
    expect("settled etc/hard", "settled etc/soft", "settled etc/dangling");
  }

  @Test
  void aNamelessFileLinkedIntoPlaceIsHeardOf() throws Exception {
    String program =
        """
        import ctypes, os, sys
        fd = os.open(sys.argv[1], os.O_TMPFILE | os.O_WRONLY, 0o600)
        os.write(fd, b'x')
        name = (sys.argv[1] + '/a').encode()
        AT_FDCWD, AT_SYMLINK_FOLLOW = -100, 0x400
        source = b'/proc/self/fd/%d' % fd
        linked = ctypes.CDLL(None).linkat(AT_FDCWD, source, AT_FDCWD, name, AT_SYMLINK_FOLLOW)
        os.close(fd)
        sys.exit(-linked)
        """;
    Process python =
        new ProcessBuilder("python3", "-c", program, directory.toString()).inheritIO().start();
    assertThat(python.waitFor(20, TimeUnit.SECONDS)).isTrue();
    Assumptions.assumeTrue(python.exitValue() == 0, "no python3 or no O_TMPFILE here");
    expect("rescan");
  }

  @Test
  void directoriesInsideAreNotTold() throws Exception {
    Files.createDirectory(directory.resolve("sub"));
    Files.writeString(directory.resolve("sub/x"), "1");
    expectNothingBefore("marker");
  }

  @Test
  void aDirectoryThatIsReplacedIsWatchedAgain() throws Exception {
    Files.move(directory, temp.resolve("old"));
    expect("rescan");
    Files.createDirectory(directory);
    expect("rescan");
    Files.writeString(temp.resolve("old/x"), "1");
    expectNothingBefore("marker");
    Files.delete(directory.resolve("marker"));
    Files.delete(directory);
    expect("gone etc/marker", "rescan");
    Files.createDirectory(directory);
    expect("rescan");
    expectNothingBefore("again");
  }

  @Test
  void eventsThatTheKernelCannotHoldBecomeARescan() throws Exception {
    int most = mostQueued();
    CountDownLatch busy = new CountDownLatch(1);
    Path second = Files.createDirectory(temp.resolve("second"));
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    watcher.watch(
        second,
        new Listener() {
          @Override
          public void settled(Path file) {
            try {
              assertThat(busy.await(50, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }

          @Override
          public void gone(Path file) {
            System.err.println("gone" + n++);
          }

          int n;

          @Override
          public void rescan() {
            told.add("rescan");
          }
        });
    Path target = Files.writeString(second.resolve("first"), "1");
    for (int i = 0; i <= most / 2 + 4000; i++) {
      Files.createLink(second.resolve("l"), target);
      Files.delete(second.resolve("l"));
    }

    busy.countDown();
    assertThat(told.poll(30, TimeUnit.SECONDS)).isEqualTo("rescan");
  }

  /** In one read: this kind of file has nothing behind its first read, however short that was. */
  private static int mostQueued() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("/proc/sys/fs/inotify/max_queued_events"))) {
      return Integer.parseInt(new String(in.readNBytes(64), UTF_8).strip());
    }
  }

  @Test
  void aFailingListenerGoesOnHearing() throws Exception {
    Path second = Files.createDirectory(temp.resolve("second"));
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    watcher.watch(
        second,
        new Listener() {
          @Override
          public void settled(Path file) {
            told.add(String.valueOf(file.getFileName()));
            throw new IllegalStateException("on purpose");
          }

          @Override
          public void gone(Path file) {}

          @Override
          public void rescan() {}
        });
    Files.writeString(second.resolve("a"), "1");
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
    Files.writeString(second.resolve("b"), "1");
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("b");
  }

  @Test
  void aDirectoryThatDoesNotExistIsRefused() {
    assertThatThrownBy(() -> watcher.watch(temp.resolve("none"), listener))
        .isInstanceOfSatisfying(
            ForeignException.class, e -> assertThat(e.error()).isEqualTo("ENOENT"));
    assertThatThrownBy(() -> watcher.watch(Files.writeString(temp.resolve("file"), ""), listener))
        .hasMessageContaining("ENOTDIR");
  }

  @Test
  void closingWaitsForTheListenerAndLeavesNothing() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Path second = Files.createDirectory(temp.resolve("second"));
    long descriptors = descriptors();
    AutoCloseable watch =
        watcher.watch(
            second,
            new Listener() {
              @Override
              public void settled(Path file) {
                inside.countDown();
                try {
                  heard.add("left " + leave.await(20, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }

              @Override
              public void gone(Path file) {}

              @Override
              public void rescan() {}
            });
    Files.writeString(second.resolve("a"), "1");
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
    Thread releaser = Thread.ofVirtual().start(leave::countDown);
    watch.close();
    releaser.join();
    expect("left true");
    watch.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("foreign-watch-second"));
    assertThat(descriptors()).isEqualTo(descriptors);
  }

  private static long descriptors() throws IOException {
    try (var list = Files.list(Path.of("/proc/self/fd"))) {
      return list.filter(fd -> isOurs(fd)).count();
    }
  }

  private static boolean isOurs(Path fd) {
    try {
      return Files.readSymbolicLink(fd).toString().startsWith("anon_inode:");
    } catch (IOException e) {
      return false;
    }
  }
}
