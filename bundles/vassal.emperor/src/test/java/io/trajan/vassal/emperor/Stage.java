package io.trajan.vassal.emperor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.trajan.config.codec.Sources;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.OptionSet;
import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.VassalState;
import io.trajan.vassal.emperor.Presence.Origin;
import io.trajan.vassal.emperor.file.Absence;
import io.trajan.vassal.emperor.file.CfgFormat;
import io.trajan.vassal.emperor.file.Claims;
import io.trajan.vassal.emperor.file.VassalFiles;
import io.trajan.vassal.emperor.life.Throttle;
import io.trajan.vassal.emperor.life.VassalEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The emperor's parts on the test's own thread, with real files and a clock that obeys. */
final class Stage {
  static final String HELLO = "http-socket = :1\nrack = a.ru\n";

  final ManualClock clock = new ManualClock();
  final Path directory;
  final FakeLauncher http = FakeLauncher.http();
  final FakeLauncher rack = FakeLauncher.rack();
  final Map<String, String> features = new HashMap<>(Map.of("rack", "rack", "wsgi", "wsgi"));
  final Map<String, String> placeholders = new TreeMap<>();
  private final List<FakeLauncher> present = new ArrayList<>();
  private final Queue<String> looks = new ArrayDeque<>();
  private final Path data;
  private VassalBook book = new VassalBook();
  private Realm realm;
  private VassalFiles files;
  private Reconciler reconciler;
  int parallel = 4;

  /** What requests get at the end of the process. */
  Duration patience = Duration.ofSeconds(30);

  Stage(Path root) throws IOException {
    directory = Files.createDirectories(root.resolve("vassals"));
    data = Files.createDirectories(root.resolve("data"));
    crown();
  }

  /** A new emperor takes over; the launchers and their instances stay. */
  void crown() {
    if (reconciler != null) {
      reconciler.abandon();
    }
    looks.clear();
    book = new VassalBook();
    Throttle throttle = new Throttle(Duration.ofSeconds(60), Duration.ofSeconds(10));
    EmperorSettings settings =
        new EmperorSettings(
            parallel,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            throttle);
    CfgFormat cfg =
        new CfgFormat("host", "1", name -> null, Sources.standard(Map.of(), data, name -> null));
    Function<String, @Nullable String> hint = features::get;
    realm = new Realm(settings, clock, hint, looks::add);
    files = new VassalFiles(directory, extension -> extension.equals("cfg") ? cfg : null);
    VassalDigests held = VassalDigests.stopped(data.resolve("held"));
    VassalDigests served = VassalDigests.served(data.resolve("held"));
    held.read();
    served.read();
    Herald herald = new Herald(realm, book, new Recording(), directory);
    reconciler = new Reconciler(realm, files, held, served, herald, clock);
    try {
      files.readAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    stock();
  }

  private final class Recording implements Placeholders {
    @Override
    public void answer(String vassal, String sentence, long retryAfterSeconds) {
      placeholders.put(vassal, sentence);
    }

    @Override
    public void hold(String vassal) {
      placeholders.remove(vassal);
    }

    @Override
    public void clear(String vassal) {
      placeholders.remove(vassal);
    }
  }

  /** Installs launchers with their options. */
  Stage install(FakeLauncher... launchers) {
    present.addAll(List.of(launchers));
    stock();
    return this;
  }

  /** Their bundle stops; it stays installed. */
  void stop(FakeLauncher launcher) {
    present.remove(launcher);
    stock();
    launcher.stop();
    run();
  }

  void uninstall(FakeLauncher launcher) {
    stop(launcher);
    realm.presence.uninstalled(Set.of(bundle(launcher)));
    stock();
  }

  private static long bundle(Launcher launcher) {
    return launcher.name().hashCode();
  }

  private void stock() {
    Map<String, Origin> options = new HashMap<>();
    Map<String, Origin> names = new HashMap<>();
    for (FakeLauncher each : present) {
      Origin origin = new Origin(bundle(each), "trajan." + each.name());
      options.put(each.option.name(), origin);
      names.put(each.name(), origin);
    }
    realm.presence.present(Absence.Kind.OPTION, options, clock.instant());
    realm.presence.present(Absence.Kind.LAUNCHER, names, clock.instant());
    List<Launcher> launchers = List.copyOf(present);
    List<OptionSet> sets = List.copyOf(present);
    reconciler.installed(Installed.of(launchers, new Claims(sets), Map.of()));
    run();
  }

  /** Writes a vassal's file. */
  void write(String vassal, String text) {
    Path file = directory.resolve(vassal + ".cfg");
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.read(file);
    reconciler.filesChanged();
    run();
  }

  void delete(String vassal) {
    Path file = directory.resolve(vassal + ".cfg");
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.read(file);
    reconciler.filesChanged();
    run();
  }

  @CanIgnoreReturnValue
  CompletableFuture<VassalInfo> order(String vassal, VassalEvent order) {
    CompletableFuture<VassalInfo> result = new CompletableFuture<>();
    reconciler.order(vassal, order, result);
    run();
    return result;
  }

  /** Does what is to be done now. */
  void run() {
    for (String name = looks.poll(); name != null; name = looks.poll()) {
      reconciler.look(name);
    }
    reconciler.lookAtDue();
  }

  void pass(int seconds) {
    clock.pass(Duration.ofSeconds(seconds));
    run();
  }

  void stopAll() {
    reconciler.stopAll(patience);
    run();
  }

  boolean isEmpty() {
    return reconciler.isEmpty();
  }

  long unexpected() {
    return reconciler.unexpected();
  }

  List<VassalInfo> list() {
    return book.list();
  }

  VassalInfo info(String vassal) {
    return book.find(vassal).orElseThrow();
  }

  VassalState state(String vassal) {
    return info(vassal).state();
  }

  String reason(String vassal) {
    return info(vassal).reason();
  }

  /** A vassal hello that serves with http and rack. */
  static Stage withHello(Path root) throws IOException {
    Stage stage = new Stage(root);
    stage.install(stage.http.quick(), stage.rack);
    stage.write("hello", HELLO);
    stage.rack.last().succeed();
    stage.run();
    assertThat(stage.state("hello")).isEqualTo(VassalState.READY);
    return stage;
  }
}
