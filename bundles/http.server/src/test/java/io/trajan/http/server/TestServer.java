package io.trajan.http.server;

import io.trajan.boot.Keep;
import io.trajan.boot.StopDeadline;
import io.trajan.config.codec.Address;
import io.trajan.http.server.listen.Listener;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.RequestDispatcher;
import io.trajan.request.Response;
import io.trajan.testkit.FakeSpec;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Journey;
import io.trajan.vassal.Launch;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The real server with its real sockets, without the container. */
final class TestServer implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Engine engine;
  private final Path directory;

  TestServer(Path directory, Map<String, Object> settings, @Nullable Keep keep) {
    this(directory, settings, keep, null);
  }

  TestServer(
      Path directory,
      Map<String, Object> settings,
      @Nullable Keep keep,
      @Nullable StopDeadline deadline) {
    this.directory = directory;
    this.engine = new Engine(HttpSettings.from(config(settings)), keep, null, deadline);
    engine.start();
  }

  /** The configuration with some keys, by method name, set otherwise. */
  static HttpConfig config(Map<String, Object> settings) {
    Map<String, Object> left = new HashMap<>(settings);
    HttpConfig config =
        (HttpConfig)
            Proxy.newProxyInstance(
                HttpConfig.class.getClassLoader(),
                new Class<?>[] {HttpConfig.class},
                (proxy, method, args) ->
                    settings.getOrDefault(method.getName(), method.getDefaultValue()));
    for (var method : HttpConfig.class.getDeclaredMethods()) {
      left.remove(method.getName());
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("no such keys: " + left.keySet());
    }
    return config;
  }

  Engine engine() {
    return engine;
  }

  /** Lets every request be handled that way, on the event loop. */
  TestServer handle(BiConsumer<Request, Response> handler) {
    engine
        .gate()
        .open(
            new RequestDispatcher() {
              @Override
              public boolean dispatch(Request request, Response response) {
                handler.accept(request, response);
                return true;
              }
            });
    return this;
  }

  FakeSpec spec(String vassal) {
    return FakeSpec.of(vassal, directory);
  }

  /** Listens at a free port of the loopback address. */
  Instance listen() throws Exception {
    return launch(spec("test").with(HttpOptions.HTTP_SOCKET, "127.0.0.1:0"), 1);
  }

  Instance launch(FakeSpec spec, long generation) throws Exception {
    Instance instance =
        engine.launcher().launch(new Launch(spec, generation, new Journey(Clock.systemUTC())));
    instance.ready().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    return instance;
  }

  /** The port of the first listener. */
  int port() {
    for (Listener listener : engine.listeners()) {
      if (listener.address() instanceof Address.Inet) {
        String bound = listener.bound();
        return Integer.parseInt(bound.substring(bound.lastIndexOf(':') + 1));
      }
    }
    throw new IllegalStateException("no listener");
  }

  long count(io.trajan.http.server.net.Counters.Event event) {
    return engine.listeners().stream().mapToLong(l -> l.counters().get(event)).sum();
  }

  long count(io.trajan.http.server.wire.Refusal refusal) {
    return engine.listeners().stream().mapToLong(l -> l.counters().get(refusal)).sum();
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    return socket;
  }

  /** Sends text, ends the direction, and returns everything that comes back. */
  String exchange(String text) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  static void hello(Request request, Response response) {
    response.send(
        200,
        Fields.of("Content-Type", "text/plain"),
        ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  public void close() {
    engine.close();
  }
}
