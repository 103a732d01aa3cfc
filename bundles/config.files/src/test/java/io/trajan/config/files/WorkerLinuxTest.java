package io.trajan.config.files;

import static io.trajan.config.files.House.ad;
import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.files.Agenda.Kind;
import io.trajan.foreign.DirectoryWatcher;
import io.trajan.foreign.jnr.InotifyWatcher;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.SynchronousConfigurationListener;

/** The worker with real watches; what reaches ConfigAdmin is heard, not polled. */
@Timeout(60)
class WorkerLinuxTest {
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final AtomicReference<@Nullable DirectoryWatcher> watcher = new AtomicReference<>();
  private final InotifyWatcher inotify = new InotifyWatcher();
  @TempDir private Path home;
  private @Nullable House house;
  private @Nullable Worker worker;

  /** Whether a bundle has been refreshed under the worker, so that classes cannot be loaded. */
  private volatile boolean unlinked;

  private House open(boolean nativeWatch) throws Exception {
    House opened = new House(home);
    house = opened;
    opened.bundle("server", House.singleton("a.server", ad("threads", "Integer", "")));
    opened
        .context()
        .registerService(
            SynchronousConfigurationListener.class, event -> heard.add(told(opened, event)), null);
    watcher.set(nativeWatch ? inotify : null);
    Engine engine = opened.engine();
    Runnable recheck =
        () -> {
          if (unlinked) {
            throw new NoClassDefFoundError("the bundle is being refreshed");
          }
          engine.recheck(opened.schemas.refresh(), Set.of());
        };
    Worker started = new Worker(engine, opened.folder(), recheck, watcher::get);
    worker = started;
    started.start(List.of());
    settle();
    return opened;
  }

  private static String told(House house, ConfigurationEvent event) {
    try {
      return event.getType() == ConfigurationEvent.CM_DELETED
          ? "deleted"
          : String.valueOf(house.value(event.getPid(), "threads"));
    } catch (Exception e) {
      return e.toString();
    }
  }

  /** The watch stands when a first file has been heard of and has gone again. */
  private void settle() throws Exception {
    Path file = home.resolve("etc/a.server.cfg");
    replace(file, "threads = 1\n");
    expect("1");
    Files.delete(file);
    expect("deleted");
  }

  @AfterEach
  void close() throws Exception {
    if (worker != null) {
      worker.stop();
    }
    inotifyStop();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("config-files"))
        .noneMatch(thread -> thread.getName().startsWith("foreign-watch"));
    if (house != null) {
      house.close();
    }
  }

  private void inotifyStop() throws ReflectiveOperationException {
    var stop = InotifyWatcher.class.getDeclaredMethod("stop");
    stop.setAccessible(true);
    stop.invoke(inotify);
  }

  private void expect(String event) throws InterruptedException {
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(event);
  }

  private static void replace(Path file, String content) throws IOException {
    Path beside = Files.writeString(file.resolveSibling("beside.tmp"), content);
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChangeInPlaceARenameAndADeletionTakeEffect(boolean nativeWatch) throws Exception {
    House opened = open(nativeWatch);
    Path file = opened.etc.resolve("a.server.cfg");
    Files.writeString(file, "threads = 2\n");
    expect("2");
    replace(file, "threads = 3\n");
    expect("3");
    Files.delete(file);
    expect("deleted");
    assertThat(heard).isEmpty();
  }

  @Test
  void aHalfWrittenFileNeverTakesEffectHoweverLongItTakes() throws Exception {
    House opened = open(true);
    Path file = opened.etc.resolve("a.server.cfg");
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("threads = 1".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      // Another file goes the whole way meanwhile; then the half one had its chance.
      replace(opened.etc.resolve("b.other.cfg"), "threads = 77\n");
      expect("77");
      out.write("2\n".getBytes(StandardCharsets.US_ASCII));
    }
    expect("12");
    assertThat(heard).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEditorsBackupAndRewriteIsAChangeAndNoDeletion(boolean nativeWatch) throws Exception {
    House opened = open(nativeWatch);
    Path file = opened.etc.resolve("a.server.cfg");
    replace(file, "threads = 2\n");
    expect("2");
    Files.move(file, opened.etc.resolve("a.server.cfg~"));
    Files.writeString(file, "threads = 3\n");
    expect("3");
    Files.delete(opened.etc.resolve("a.server.cfg~"));
    Files.writeString(file, "threads = 4\n");
    expect("4");
  }

  @Test
  void theWatchMayComeAndGoAndNoChangeIsLost() throws Exception {
    House opened = open(false);
    Path file = opened.etc.resolve("a.server.cfg");
    for (int i = 10; i < 20; i++) {
      watcher.set(i % 2 == 0 ? inotify : null);
      worker().add(Kind.REWATCH);
      replace(file, "threads = " + i + "\n");
      expect(Integer.toString(i));
    }
  }

  @Test
  void aBundleThatComesLaterIsLookedAt() throws Exception {
    House opened = open(true);
    replace(opened.etc.resolve("b.late.cfg"), "threads = 05\n");
    expect("05");
    opened.bundle("late", House.singleton("b.late", ad("threads", "Integer", "")));
    worker().add(Kind.RECHECK);
    expect("5");
  }

  @Test
  void aClassThatCannotBeLoadedDoesNotEndTheThread() throws Exception {
    House opened = open(true);
    unlinked = true;
    worker().add(Kind.RECHECK);
    replace(opened.etc.resolve("b.other.cfg"), "threads = 6\n");
    expect("6");
    unlinked = false;
    opened.bundle("other", House.singleton("b.other", ad("threads", "Integer", "max='5'")));
    worker().add(Kind.RECHECK);
    replace(opened.etc.resolve("b.other.cfg"), "threads = 5\n");
    expect("5");
    assertThat(worker().isAlive()).isTrue();
  }

  @Test
  void linksThatAContainerPlatformSwapsAreReadAgain() throws Exception {
    House opened = open(true);
    Path etc = opened.etc;
    Files.createDirectories(etc.resolve("..one"));
    Files.createDirectories(etc.resolve("..two"));
    opened.write("..one/a.server.cfg", "threads = 21\n");
    opened.write("..two/a.server.cfg", "threads = 22\n");
    Files.createSymbolicLink(etc.resolve("..data"), Path.of("..one"));
    Files.createSymbolicLink(etc.resolve("a.server.cfg"), Path.of("..data/a.server.cfg"));
    expect("21");
    Path swap = Files.createSymbolicLink(etc.resolve("..swap"), Path.of("..two"));
    Files.move(swap, etc.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    expect("22");
    assertThat(Set.copyOf(heard)).isEmpty();
  }

  private Worker worker() {
    return Objects.requireNonNull(worker);
  }
}
