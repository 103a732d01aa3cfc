package io.trajan.http.server;

import io.trajan.boot.Keep;
import io.trajan.boot.Kept;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps until it is asked. */
final class FakeKeep implements Keep, AutoCloseable {
  final Map<String, Kept> entries = new ConcurrentHashMap<>();

  @Override
  public boolean put(String key, Kept kept, Duration atMost) {
    entries.put(key, kept);
    return true;
  }

  @Override
  public Optional<Kept> take(String key) {
    return Optional.ofNullable(entries.remove(key));
  }

  @Override
  public void close() {
    entries.values().forEach(Kept::discard);
  }
}
