package io.trajan.http.server.listen;

import io.netty.channel.Channel;
import io.trajan.config.codec.Address;
import io.trajan.http.server.net.Counters;
import io.trajan.http.server.net.Endpoints;
import io.trajan.http.server.net.Profile;
import org.jspecify.annotations.Nullable;

/**
 * A listening socket of one vassal, used by one or more of its generations. The control thread
 * changes it; event loops read what is volatile.
 */
public final class Listener {
  private final Address address;
  private final String vassal;
  private final Channel channel;
  private final int backlog;
  private final Counters counters;
  private volatile Treatment treatment;
  private int users;

  /**
   * How its connections are treated.
   *
   * @param profile limits and counters
   * @param tls the certificates, or null for plain connections
   */
  public record Treatment(Profile profile, @Nullable TlsSource tls) {}

  Listener(Listeners.Wish wish, Channel channel, Counters counters, Treatment treatment) {
    this.address = wish.address();
    this.vassal = wish.vassal();
    this.backlog = wish.backlog();
    this.channel = channel;
    this.counters = counters;
    this.treatment = treatment;
  }

  /** What it was asked to listen at. */
  public Address address() {
    return address;
  }

  /** Whose it is. */
  public String vassal() {
    return vassal;
  }

  /** How many connections may wait to be accepted, as was asked for when it was bound. */
  public int backlog() {
    return backlog;
  }

  /** What happened here. */
  public Counters counters() {
    return counters;
  }

  /** How new connections are treated. */
  public Treatment treatment() {
    return treatment;
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

  void treat(Treatment next) {
    treatment = next;
  }

  void use() {
    users++;
  }

  /** One user less; true when it was the last. */
  boolean leave() {
    return --users == 0;
  }
}
