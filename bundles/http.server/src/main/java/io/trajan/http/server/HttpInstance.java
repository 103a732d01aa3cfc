package io.trajan.http.server;

import io.trajan.http.server.listen.Listener;
import io.trajan.http.server.listen.TlsSource;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Launch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** The listeners of one generation of a vassal. The control thread changes it, any thread reads. */
final class HttpInstance implements Instance {
  private final HttpLauncher launcher;
  private final Launch launch;
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<String> died = new CompletableFuture<>();
  private final CompletableFuture<Void> retired = new CompletableFuture<>();
  private volatile List<Listener> listeners = List.of();

  HttpInstance(HttpLauncher launcher, Launch launch) {
    this.launcher = launcher;
    this.launch = launch;
  }

  @Override
  public Launch launch() {
    return launch;
  }

  @Override
  public CompletionStage<Void> ready() {
    return ready.minimalCompletionStage();
  }

  @Override
  public CompletionStage<String> died() {
    return died.minimalCompletionStage();
  }

  @Override
  public CompletionStage<Void> retire(Duration patience) {
    launcher.retire(this, patience);
    return retired.minimalCompletionStage();
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (Listener listener : listeners) {
      facts.put(
          "listen " + listener.bound(), listener.treatment().tls() == null ? "http" : "https");
    }
    String warnings =
        listeners.stream()
            .map(listener -> listener.treatment().tls())
            .filter(Objects::nonNull)
            .map(TlsSource::warning)
            .filter(warning -> !warning.isEmpty())
            .distinct()
            .collect(Collectors.joining("; "));
    if (!warnings.isEmpty()) {
      facts.put(WARNING, warnings);
    }
    facts.put("connections", listeners.stream().mapToLong(l -> l.counters().open()).sum());
    facts.put(
        "requests", listeners.stream().mapToLong(l -> l.counters().get(Event.REQUESTS)).sum());
    return facts;
  }

  List<Listener> listeners() {
    return listeners;
  }

  void listeners(List<Listener> bound) {
    listeners = bound;
  }

  void serves() {
    ready.complete(null);
  }

  void failed(Throwable cause) {
    ready.completeExceptionally(cause);
    retired.complete(null);
  }

  void gone() {
    ready.completeExceptionally(new IllegalStateException("retired before it served"));
    retired.complete(null);
  }
}
