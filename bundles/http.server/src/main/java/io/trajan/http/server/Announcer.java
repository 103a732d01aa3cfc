package io.trajan.http.server;

import io.trajan.boot.Gate;
import io.trajan.boot.Readiness;
import io.trajan.config.codec.Address;
import io.trajan.http.server.listen.Listener;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells the launcher the addresses for the READY line. */
final class Announcer implements AutoCloseable {
  private static final int RANK = 200;

  private final @Nullable Gate gate;

  Announcer(@Nullable Readiness readiness) {
    gate = readiness == null ? null : readiness.gate("http", RANK);
    announce(List.of());
  }

  /** What is listened at now. READY does not wait for us: the emperor says when all have begun. */
  void announce(Collection<Listener> listeners) {
    if (gate != null) {
      gate.report(true, listeners.stream().map(Announcer::url).toArray(String[]::new));
    }
  }

  /** An address as a person would open it. */
  static String url(Listener listener) {
    String scheme = listener.treatment().tls() == null ? "http" : "https";
    if (!(listener.address() instanceof Address.Inet inet)) {
      return scheme + "+unix:" + listener.address();
    }
    String bound = listener.bound();
    String port = bound.substring(bound.lastIndexOf(':'));
    return scheme + "://" + (inet.host().isEmpty() ? "localhost" + port : bound) + "/";
  }

  @Override
  public void close() {
    if (gate != null) {
      gate.close();
    }
  }
}
