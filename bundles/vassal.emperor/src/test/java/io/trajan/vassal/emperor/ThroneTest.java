package io.trajan.vassal.emperor;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.boot.Gate;
import io.trajan.config.codec.Sources;
import io.trajan.foreign.DirectoryWatcher;
import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.VassalState;
import io.trajan.vassal.emperor.file.CfgFormat;
import io.trajan.vassal.emperor.life.Throttle;
import io.trajan.vassal.emperor.life.VassalEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;

/** The emperor on his own thread, with real files and a real watch. */
@Timeout(60)
class ThroneTest {
  @TempDir Path home;
  private final FakeLauncher http = FakeLauncher.http().quick();
  private final FakeLauncher rack = FakeLauncher.rack().quick();
  private final VassalBook book = new VassalBook();
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
  private Registry registry;
  private Throne throne;

  @BeforeEach
  void enthrone() {
    registry = new Registry(() -> throne.restock());
    throne = throne();
    throne.start(gate());
  }

  private Throne throne() {
    EmperorSettings settings =
        new EmperorSettings(
            50,
            Duration.ofSeconds(60),
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            new Throttle(Duration.ofSeconds(60), Duration.ofSeconds(10)));
    Throne.Places places =
        new Throne.Places(home.resolve("vassals"), home.resolve("data/stopped"), null);
    CfgFormat cfg =
        new CfgFormat("h", "1", name -> null, Sources.standard(Map.of(), home, name -> null));
    BundleContext context = fake(BundleContext.class);
    return new Throne(settings, places, cfg, book, registry, new PlaceholderServices(context));
  }

  /** An object of an interface of the framework that is only handed through. */
  private static <T> T fake(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getBundle" -> fake(Bundle.class);
                  case "registerService" -> fake(ServiceRegistration.class);
                  case "getBundleId" -> 7L;
                  case "getSymbolicName" -> "trajan.fake";
                  default -> null;
                }));
  }

  private Gate gate() {
    return new Gate() {
      @Override
      public void report(boolean settled, String... words) {
        said.add(settled + " " + List.of(words));
      }

      @Override
      public void close() {
        said.add("closed");
      }
    };
  }

  private void reign() {
    ServiceReference<?> reference = fake(ServiceReference.class);
    for (FakeLauncher each : List.of(http, rack)) {
      registry.add((io.trajan.vassal.Launcher) each, reference);
      registry.add((io.trajan.vassal.OptionSet) each, reference);
    }
    throne.reign();
  }

  @AfterEach
  void stepDown() {
    throne.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("trajan-emperor"));
    assertThat(said).contains("closed");
  }

  private static void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000);
    }
  }

  private Path file(String vassal) {
    return home.resolve("vassals").resolve(vassal + ".cfg");
  }

  private boolean is(String vassal, VassalState state, long generation) {
    return book.find(vassal)
        .filter(info -> info.state() == state && info.generation() == generation)
        .isPresent();
  }

  private void write(String vassal, String app) throws IOException {
    Path fresh = home.resolve(vassal + ".fresh");
    Files.writeString(fresh, "http-socket = :1\nrack = " + app + "\n");
    Files.createDirectories(file(vassal).getParent());
    Files.move(fresh, file(vassal), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void createdChangedAndDeletedFilesTakeEffect() throws IOException {
    reign();
    until("the directory is made", () -> Files.isDirectory(home.resolve("vassals")));
    write("hello", "a.ru");
    until("hello serves", () -> is("hello", VassalState.READY, 1));
    write("hello", "b.ru");
    until("hello was reloaded", () -> is("hello", VassalState.READY, 2));
    Files.delete(file("hello"));
    until("hello is gone", () -> book.list().isEmpty());
    assertThat(rack.instances()).isEmpty();
  }

  @Test
  void aFileThatIsStillBeingWrittenTakesNoEffect() throws IOException {
    reign();
    write("hello", "a.ru");
    until("hello serves", () -> is("hello", VassalState.READY, 1));
    int faulty = 0;
    try (OutputStream out = Files.newOutputStream(file("hello"))) {
      for (String piece : new String[] {"http-", "socket = :1\n", "rack = ", "b.ru\n"}) {
        out.write(piece.getBytes(StandardCharsets.UTF_8));
        faulty += book.find("hello").orElseThrow().faults().size();
      }
    }
    until("hello was reloaded", () -> is("hello", VassalState.READY, 2));
    assertThat(faulty).isZero();
    assertThat(rack.launched).hasSize(2);
  }

  @Test
  void nothingIsDecidedBeforeTheReignBegins() throws IOException {
    write("hello", "a.ru");
    write("other", "nonsense");
    throne.restock();
    assertThat(book.list()).isEmpty();
    assertThat(said).isEmpty();
    reign();
    until("both serve", () -> said.contains("true [vassals=2/2]"));
  }

  @Test
  void aThousandVassalsStart() throws IOException {
    for (int i = 0; i < 1000; i++) {
      write("v" + i, "a.ru");
    }
    reign();
    until("all serve", () -> said.contains("true [vassals=1000/1000]"));
    assertThat(rack.launched).hasSize(1000);
  }

  @Test
  void theWatcherMayComeAndGoAtAnyTime() throws Exception {
    reign();
    DirectoryWatcher deaf = (directory, listener) -> () -> {};
    throne.watchBy(deaf);
    throne.unwatch(deaf);
    write("hello", "a.ru");
    until("hello serves", () -> is("hello", VassalState.READY, 1));
  }

  @Test
  void ordersAreObeyedAndUnknownVassalsAreNamed() throws Exception {
    write("hello", "a.ru");
    reign();
    until("hello serves", () -> is("hello", VassalState.READY, 1));
    VassalInfo stopped = throne.order("hello", VassalEvent.STOP).get(20, TimeUnit.SECONDS);
    assertThat(stopped.state()).isEqualTo(VassalState.STOPPED);
    VassalInfo started = throne.order("hello", VassalEvent.START).get(20, TimeUnit.SECONDS);
    assertThat(started.state()).isEqualTo(VassalState.READY);
    assertThat(throne.order("helo", VassalEvent.START))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withMessageContaining("there is no vassal helo");
  }

  @Test
  void theEndOfTheProcessRetiresEverything() throws IOException {
    write("hello", "a.ru");
    reign();
    until("hello serves", () -> is("hello", VassalState.READY, 1));
    assertThat(throne.stopAll(new Farewell(Duration.ofSeconds(10), Duration.ofSeconds(20))))
        .isTrue();
    assertThat(rack.instances()).isEmpty();
    assertThat(http.instances()).isEmpty();
  }

  @Test
  void anOrderThatNobodyWillFollowAnyMoreFails() {
    reign();
    throne.close();
    assertThat(throne.order("hello", VassalEvent.START)).isCompletedExceptionally();
  }
}
