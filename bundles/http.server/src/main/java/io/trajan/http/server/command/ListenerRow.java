package io.trajan.http.server.command;

import io.trajan.http.server.listen.Listener;
import io.trajan.http.server.net.Counters;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.net.Profile;
import io.trajan.http.server.wire.Refusal;
import io.trajan.shell.Bytes;
import java.util.Map;

/**
 * A listener in a table; counts are since it was bound by this version of the bundle.
 *
 * @param vassal whose it is
 * @param address where it really listens
 * @param scheme {@code http} or {@code https}, with {@code +proxy} when connections begin with a
 *     PROXY header
 * @param backlog connections that may wait to be accepted, as was asked of the kernel
 * @param bodyLimit longest request body in bytes
 * @param open connections now
 * @param accepted connections so far
 * @param requests requests handed on
 * @param refused requests refused for what was sent or withheld
 * @param timeouts connections closed because the client was silent or slow
 * @param trouble everything that was not simply a request served, by name
 */
public record ListenerRow(
    String vassal,
    String address,
    String scheme,
    int backlog,
    @Bytes long bodyLimit,
    long open,
    long accepted,
    long requests,
    long refused,
    long timeouts,
    Map<String, Long> trouble) {

  static ListenerRow of(Listener listener) {
    Counters counters = listener.counters();
    Profile profile = listener.treatment().profile();
    return new ListenerRow(
        listener.vassal(),
        listener.bound(),
        scheme(listener, profile),
        listener.backlog(),
        profile.limits().guard().bodyBytes(),
        counters.open(),
        counters.get(Event.ACCEPTED),
        counters.get(Event.REQUESTS),
        refused(counters),
        timeouts(counters),
        trouble(counters));
  }

  private static String scheme(Listener listener, Profile profile) {
    String scheme = listener.treatment().tls() == null ? "http" : "https";
    return profile.proxyProtocol() ? scheme + "+proxy" : scheme;
  }

  private static long refused(Counters counters) {
    long all = 0;
    for (Refusal refusal : Refusal.values()) {
      all += counters.get(refusal);
    }
    return all;
  }

  private static long timeouts(Counters counters) {
    return counters.get(Event.IDLE_CLOSED)
        + counters.get(Event.SLOW_READER)
        + counters.get(Refusal.HEADER_TIMEOUT)
        + counters.get(Refusal.BODY_TIMEOUT);
  }

  private static Map<String, Long> trouble(Counters counters) {
    Map<String, Long> all = counters.nonZero();
    all.remove(Counters.name(Event.ACCEPTED));
    all.remove(Counters.name(Event.REQUESTS));
    return all;
  }
}
