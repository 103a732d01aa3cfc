package io.trajan.rack.adapter;

import io.trajan.request.RequestHandler;
import io.trajan.testkit.FakeRawStream;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import io.trajan.testkit.FakeSpec;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Journey;
import io.trajan.vassal.Launch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An adapter with applications written into a directory, for tests. */
final class Stage implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);

  final List<RequestHandler> handlers = new CopyOnWriteArrayList<>();
  final RackAdapter adapter =
      new RackAdapter(
          (handler, properties) -> {
            handlers.add(handler);
            return () -> handlers.remove(handler);
          });
  private final Path directory;
  private final List<Launch> launches = new ArrayList<>();

  Stage(Path directory) {
    this.directory = directory;
  }

  Stage file(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  Path path(String name) {
    return directory.resolve(name);
  }

  FakeSpec spec() {
    return FakeSpec.of("test", directory).with(RackOptions.RACK, "config.ru");
  }

  Instance launch(FakeSpec spec) {
    Launch launch = new Launch(spec, launches.size() + 1, new Journey(Clock.systemUTC()));
    launches.add(launch);
    return adapter.launch(launch);
  }

  /** Launches and waits until it serves. */
  Instance serve(FakeSpec spec) throws Exception {
    Instance instance = launch(spec);
    instance.ready().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return instance;
  }

  /** Launches {@code config.ru} and waits until it serves. */
  Instance serve(String rackup) throws Exception {
    return serve(file("config.ru", rackup).spec());
  }

  FakeResponse begin(FakeRequest request) {
    FakeResponse response = FakeResponse.to(request);
    if (!handlers.getLast().handle(request, response)) {
      throw new AssertionError("not taken: " + request);
    }
    return response;
  }

  FakeResponse answer(FakeRequest request) {
    FakeResponse response = begin(request);
    response.await(PATIENCE);
    return response;
  }

  FakeResponse get(String target) {
    return answer(FakeRequest.get(target).header("Host", "localhost"));
  }

  /** A number that the instance says of itself. */
  static int fact(Instance instance, String name) {
    return ((Number) Objects.requireNonNull(instance.facts().get(name))).intValue();
  }

  static FakeRawStream raw(FakeResponse response) {
    return Objects.requireNonNull(response.raw());
  }

  @Override
  public void close() throws InterruptedException {
    adapter.stop();
  }
}
