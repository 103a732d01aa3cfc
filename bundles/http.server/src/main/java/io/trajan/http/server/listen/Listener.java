package io.trajan.http.server.listen;

import io.netty.channel.Channel;
import io.trajan.config.codec.Address;
import io.trajan.http.server.net.Counters;
import io.trajan.http.server.net.Endpoints;
import io.trajan.http.server.net.Profile;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket of one vassal, used by one or more of its generations. The control thread
 * changes it; event loops read what is volatile.
 */
@SuppressWarnings("ReferenceEquality") // Generations are themselves.
public final class Listener {
  private final Address address;
  private final String vassal;
  private final Channel channel;
  private final Counters counters;
  private final List<Claim> claims = new ArrayList<>(2);
  private volatile Claim active;

  /**
   * How its connections are treated.
   *
   * @param profile limits and counters
   * @param tls the certificates, or null for plain connections
   */
  public record Treatment(Profile profile, @Nullable TlsSource tls) {}

  /**
   * What one generation wants; the newest that is there is in force.
   *
   * @param owner whose it is; compared by identity
   * @param mode permissions of a Unix socket, null to leave them as they are
   */
  record Claim(
      Object owner, int backlog, @Nullable Set<PosixFilePermission> mode, Treatment treatment) {}

  Listener(Address address, String vassal, Channel channel, Counters counters, Claim first) {
    this.address = address;
    this.vassal = vassal;
    this.channel = channel;
    this.counters = counters;
    this.active = first;
    claims.add(first);
  }

  /** What it was asked to listen at. */
  public Address address() {
    return address;
  }

  /** Whose it is. */
  public String vassal() {
    return vassal;
  }

  /** How many connections may wait to be accepted. */
  public int backlog() {
    return active.backlog();
  }

  /** What happened here. */
  public Counters counters() {
    return counters;
  }

  /** How new connections are treated. */
  public Treatment treatment() {
    return active.treatment();
  }

  /** Where it really listens: the port, when the system chose one. */
  public String bound() {
    return address instanceof Address.Inet
        ? Endpoints.of(channel.localAddress()).toString()
        : address.toString();
  }

  Channel channel() {
    return channel;
  }

  /** What is in force. */
  Claim active() {
    return active;
  }

  /** One generation more, whose claim is in force from now on. */
  void add(Claim claim) {
    claims.add(claim);
    active = claim;
  }

  /** One generation less; true when it was the last. */
  boolean remove(Object owner) {
    for (int i = claims.size() - 1; i >= 0; i--) {
      if (claims.get(i).owner() == owner) {
        claims.remove(i);
        break;
      }
    }
    if (!claims.isEmpty()) {
      active = claims.getLast();
    }
    return claims.isEmpty();
  }
}
