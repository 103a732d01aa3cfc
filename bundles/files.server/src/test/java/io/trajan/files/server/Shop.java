package io.trajan.files.server;

import io.trajan.foreign.RootedFiles;
import io.trajan.foreign.jnr.BeneathFiles;
import io.trajan.request.Gate;
import io.trajan.request.Onward;
import io.trajan.request.Request;
import io.trajan.request.RequestHandler;
import io.trajan.request.RouteHook;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import io.trajan.testkit.FakeSpec;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Journey;
import io.trajan.vassal.Launch;
import io.trajan.vassal.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A file server with real files and the real openat2, and everything but the framework. */
final class Shop implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(10);
  static final Instant MODIFIED = Instant.parse("2024-05-01T12:00:00.123456789Z");

  final Path top;
  final FakeSpec spec;
  final RootedFiles files = new BeneathFiles();
  final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
  final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(2, 2, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(64));
  final Gate<RootedFiles> gate;
  final List<Service> services = new CopyOnWriteArrayList<>();
  final FilesLauncher launcher;
  boolean alone;

  /** A service as it was registered. */
  record Service(Class<?> type, Object service, Map<String, Object> properties) {
    String mount() {
      return String.valueOf(properties.get(RequestHandler.MOUNT));
    }
  }

  /** What became of a request that was not answered. */
  static final class Fate implements Onward {
    final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public void proceed(Request request) {
      calls.add("passed on");
      over.countDown();
    }

    @Override
    public void again() {
      calls.add("put back");
      over.countDown();
    }
  }

  Shop(Path top) {
    this(top, Duration.ofSeconds(30));
  }

  Shop(Path top, Duration patience) {
    this.top = top;
    this.spec = FakeSpec.of("shop", top);
    this.gate = new Gate<>(8, patience, timer);
    this.launcher =
        new FilesLauncher(
            new FilesInstance.Tools(gate, pool, registry(), spec -> alone, MimeTypes.builtIn()));
    gate.open(files);
  }

  private Posts.Registry registry() {
    return new Posts.Registry() {
      @Override
      public <S> Runnable register(Class<S> type, S service, Map<String, Object> properties) {
        Service registered = new Service(type, service, properties);
        services.add(registered);
        return () -> services.remove(registered);
      }
    };
  }

  Shop with(Option<?> option, String value) {
    spec.with(option, value);
    return this;
  }

  /** Writes a file with a fixed time of change. */
  Path write(String name, String content) throws IOException {
    Path file = top.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    return file;
  }

  Instance launch() throws Exception {
    Instance instance = launcher.launch(new Launch(spec, 7, new Journey(Clock.systemUTC())));
    instance.ready().toCompletableFuture().get(10, TimeUnit.SECONDS);
    return instance;
  }

  RequestHandler handler(String mount) {
    return services.stream()
        .filter(s -> s.type() == RequestHandler.class && s.mount().equals(mount))
        .map(s -> (RequestHandler) s.service())
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing at " + mount + " in " + services));
  }

  RouteHook hook() {
    return services.stream()
        .filter(s -> s.type() == RouteHook.class)
        .map(s -> (RouteHook) s.service())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no hook"));
  }

  /** Sends a request to the handler at a mount; waits for its answer or for being passed on. */
  Result send(String mount, FakeRequest request) throws InterruptedException {
    Fate fate = new Fate();
    FakeResponse response = FakeResponse.to(request);
    boolean taken = handler(mount).handle(request.at(mount), response, fate);
    return await(new Result(taken, response, fate));
  }

  /** The answer, or the fate. */
  record Result(boolean taken, FakeResponse response, Fate fate) {
    int status() {
      return response.status();
    }

    String text() {
      return response.text();
    }

    @org.jspecify.annotations.Nullable
    String header(String name) {
      return response.header(name);
    }

    boolean isPassedOn() {
      return fate.calls.equals(List.of("passed on"));
    }
  }

  static Result await(Result result) throws InterruptedException {
    result.response.onDone(outcome -> result.fate.over.countDown());
    if (result.taken && !result.fate.over.await(SOON.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("neither answered nor passed on: " + result.response);
    }
    return result;
  }

  Result get(String mount, String target, String... fields) throws InterruptedException {
    FakeRequest request = FakeRequest.get(target).vassal("shop");
    for (int i = 0; i < fields.length; i += 2) {
      request.header(fields[i], fields[i + 1]);
    }
    return send(mount, request);
  }

  @Override
  public void close() throws InterruptedException {
    launcher.retireAll();
    gate.close();
    List<ThreadPoolExecutor> executors = new ArrayList<>(List.of(pool, timer));
    for (ThreadPoolExecutor executor : executors) {
      executor.shutdownNow();
      if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new AssertionError("a thread is left");
      }
    }
  }
}
