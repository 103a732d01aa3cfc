package io.trajan.http.server;

import io.trajan.config.codec.Address;
import io.trajan.config.codec.Fault;
import io.trajan.http.server.listen.Listener;
import io.trajan.http.server.listen.Listener.Treatment;
import io.trajan.http.server.listen.Listeners;
import io.trajan.http.server.listen.TlsException;
import io.trajan.http.server.listen.TlsFiles;
import io.trajan.http.server.listen.TlsSource;
import io.trajan.http.server.net.Limits;
import io.trajan.http.server.net.Loops;
import io.trajan.http.server.net.Profile;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Journey;
import io.trajan.vassal.Launch;
import io.trajan.vassal.LaunchException;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and retires the listeners of vassals. Orders come from any thread and are carried out one
 * after the other on the control thread, which alone binds and closes sockets.
 */
final class HttpLauncher implements Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
  private static final long LOOK_MILLIS = 20;

  private final HttpSettings settings;
  private final Loops loops;
  private final Listeners listeners;
  private final ScheduledExecutorService control;
  private final Announcer announcer;
  private final List<HttpInstance> instances = new CopyOnWriteArrayList<>();

  HttpLauncher(
      HttpSettings settings,
      Loops loops,
      Listeners listeners,
      ScheduledExecutorService control,
      Announcer announcer) {
    this.settings = settings;
    this.loops = loops;
    this.listeners = listeners;
    this.control = control;
    this.announcer = announcer;
  }

  @Override
  public String name() {
    return HttpOptions.NAME;
  }

  @Override
  public Phase phase() {
    return Phase.LISTEN;
  }

  @Override
  public boolean wants(VassalSpec spec) {
    return spec.has(HttpOptions.HTTP_SOCKET) || spec.has(HttpOptions.HTTPS_SOCKET);
  }

  @Override
  public List<Fault> check(VassalSpec spec) {
    List<Fault> faults = new ArrayList<>();
    Set<Address> seen = new HashSet<>();
    for (Address address : addresses(spec)) {
      if (!seen.add(address)) {
        faults.add(fault(spec, address, address + " is given twice"));
      }
      listeners
          .otherHolder(address, spec.name())
          .or(() -> otherStarting(address, spec.name()))
          .ifPresent(
              other -> faults.add(fault(spec, address, "vassal " + other + " listens there")));
    }
    for (HttpsAddress https : spec.values(HttpOptions.HTTPS_SOCKET)) {
      try {
        var _ = tls(spec, https);
      } catch (TlsException e) {
        var option = HttpOptions.HTTPS_SOCKET;
        faults.add(Fault.of(spec.place(option), option.name(), e.sentence()));
      }
    }
    return faults;
  }

  /** Another vassal that was launched before and will listen there in a moment. */
  private Optional<String> otherStarting(Address address, String vassal) {
    return instances.stream()
        .map(instance -> instance.launch().spec())
        .filter(other -> !other.name().equals(vassal) && !Listeners.isAnyPort(address))
        .filter(other -> addresses(other).contains(address))
        .map(VassalSpec::name)
        .findFirst();
  }

  private static Fault fault(VassalSpec spec, Address address, String sentence) {
    boolean plain = spec.values(HttpOptions.HTTP_SOCKET).contains(address);
    var option = plain ? HttpOptions.HTTP_SOCKET : HttpOptions.HTTPS_SOCKET;
    return Fault.of(spec.place(option), option.name(), address + ": " + sentence);
  }

  private static List<Address> addresses(VassalSpec spec) {
    List<Address> all = new ArrayList<>();
    spec.values(HttpOptions.HTTP_SOCKET).forEach(each -> all.add(resolved(spec, each)));
    spec.values(HttpOptions.HTTPS_SOCKET).forEach(each -> all.add(resolved(spec, each.address())));
    return all;
  }

  /** Relative paths start at the directory of the vassal's file. */
  private static Address resolved(VassalSpec spec, Address address) {
    return address instanceof Address.Unix unix
        ? new Address.Unix(spec.file().resolveSibling(unix.path()).normalize())
        : address;
  }

  @Override
  public Instance launch(Launch launch) {
    HttpInstance instance = new HttpInstance(this, launch);
    instances.add(instance);
    order(() -> start(instance), () -> instance.failed(stopping()));
    return instance;
  }

  @Override
  public Collection<Instance> instances() {
    return List.copyOf(instances);
  }

  private static LaunchException stopping() {
    return new LaunchException("the HTTP bundle is stopping", "It is tried again when it is back.");
  }

  private void order(Runnable work, Runnable otherwise) {
    try {
      control.execute(work);
    } catch (RejectedExecutionException e) {
      otherwise.run();
    }
  }

  private void start(HttpInstance instance) {
    List<Listener> bound = new ArrayList<>();
    try {
      bindAll(instance.launch(), bound);
      instance.listeners(List.copyOf(bound));
      announcer.announce(listeners.all());
      instance.serves();
    } catch (LaunchException | RuntimeException e) {
      bound.forEach(listener -> listeners.release(listener, instance.launch()));
      instances.remove(instance);
      instance.failed(e);
    }
  }

  private void bindAll(Launch launch, List<Listener> bound) throws LaunchException {
    VassalSpec spec = launch.spec();
    for (Address address : spec.values(HttpOptions.HTTP_SOCKET)) {
      bound.add(bind(launch, resolved(spec, address), null));
    }
    for (HttpsAddress https : spec.values(HttpOptions.HTTPS_SOCKET)) {
      bound.add(bind(launch, resolved(spec, https.address()), tls(launch, https)));
    }
  }

  private Listener bind(Launch launch, Address address, @Nullable TlsSource tls)
      throws LaunchException {
    VassalSpec spec = launch.spec();
    Limits limits =
        spec.value(HttpOptions.LIMIT_POST)
            .map(bytes -> settings.limits().withBodyBytes(bytes == 0 ? Long.MAX_VALUE : bytes))
            .orElse(settings.limits());
    boolean proxy = spec.require(HttpOptions.PROXY_PROTOCOL);
    Listeners.Wish wish =
        new Listeners.Wish(
            launch,
            address,
            spec.name(),
            spec.require(HttpOptions.LISTEN),
            spec.value(HttpOptions.CHMOD_SOCKET).map(SocketMode::permissions).orElse(null),
            counters ->
                new Treatment(
                    new Profile(spec.name(), limits, counters, proxy, settings.server()), tls));
    Journey journey = launch.journey();
    return journey.step("listen at " + address, () -> listeners.acquire(wish));
  }

  private static TlsFiles tls(VassalSpec spec, HttpsAddress https) throws TlsException {
    Path file = spec.file();
    return new TlsFiles(
        spec.name(),
        file.resolveSibling(https.certificates()).normalize(),
        file.resolveSibling(https.key()).normalize());
  }

  private TlsSource tls(Launch launch, HttpsAddress https) throws LaunchException {
    try {
      TlsFiles files = tls(launch.spec(), https);
      launch.journey().note("read " + https.certificates(), "");
      return files;
    } catch (TlsException e) {
      throw new LaunchException(String.valueOf(e.getMessage()), e.remedy(), e);
    }
  }

  /** Looks for new certificates; on the control thread. */
  void reloadCertificates() {
    for (Listener listener : listeners.all()) {
      if (listener.treatment().tls() instanceof TlsFiles files) {
        reload(files);
      }
    }
  }

  private static void reload(TlsFiles files) {
    try {
      files.reload();
    } catch (RuntimeException | Error e) {
      LOG.error("certificates not changed", e); // The next look must come nevertheless.
    }
  }

  void retire(HttpInstance instance, Duration patience) {
    order(() -> retireNow(instance, patience), instance::gone);
  }

  private void retireNow(HttpInstance instance, Duration patience) {
    if (!instances.remove(instance)) {
      return;
    }
    List<Listener> closed =
        instance.listeners().stream()
            .filter(listener -> listeners.release(listener, instance.launch()))
            .toList();
    announcer.announce(listeners.all());
    drain(closed);
    awaitEmpty(instance, closed, System.nanoTime() + patience.toNanos());
  }

  private void drain(List<Listener> closed) {
    loops.forEach(
        connection -> {
          if (closed.stream().anyMatch(l -> l.counters() == connection.profile().counters())) {
            connection.drain();
          }
        });
  }

  private void awaitEmpty(HttpInstance instance, List<Listener> closed, long deadlineNanos) {
    boolean empty = closed.stream().allMatch(listener -> listener.counters().open() == 0);
    if (empty) {
      instance.gone();
    } else if (System.nanoTime() - deadlineNanos < 0) {
      ScheduledFuture<?> _ =
          control.schedule(
              () -> awaitEmpty(instance, closed, deadlineNanos),
              LOOK_MILLIS,
              TimeUnit.MILLISECONDS);
    } else {
      loops.forEach(
          connection -> {
            if (closed.stream().anyMatch(l -> l.counters() == connection.profile().counters())) {
              connection.abandon();
            }
          });
      instance.gone();
    }
  }

  /** Forgets the instances, whose sockets are handed over; on the control thread. */
  void stop() {
    instances.forEach(HttpInstance::gone);
    instances.clear();
  }
}
