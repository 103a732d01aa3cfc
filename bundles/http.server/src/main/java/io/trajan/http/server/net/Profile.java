package io.trajan.http.server.net;

import java.nio.charset.StandardCharsets;

/**
 * How the connections of a listener are treated; fixed for a connection when it is accepted, so a
 * reload with other values concerns new connections. Immutable but for what it counts.
 */
public final class Profile {
  private final String vassal;
  private final Limits limits;
  private final Counters counters;
  private final boolean proxyProtocol;
  private final String server;
  private final byte[] serverLine;

  /**
   * A profile.
   *
   * @param vassal whose requests they bring
   * @param limits what they may send and withhold
   * @param counters where their fate is counted
   * @param proxyProtocol whether each begins with a PROXY header
   * @param server the value of the Server field, empty for none
   */
  public Profile(
      String vassal, Limits limits, Counters counters, boolean proxyProtocol, String server) {
    this.vassal = vassal;
    this.limits = limits;
    this.counters = counters;
    this.proxyProtocol = proxyProtocol;
    this.server = server;
    String line = server.isEmpty() ? "" : "Server: " + server + "\r\n";
    this.serverLine = line.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Whose requests they bring. */
  public String vassal() {
    return vassal;
  }

  /** What they may send and withhold. */
  public Limits limits() {
    return limits;
  }

  /** Where their fate is counted. */
  public Counters counters() {
    return counters;
  }

  /** Whether each begins with a PROXY header. */
  public boolean proxyProtocol() {
    return proxyProtocol;
  }

  /** The value of the Server field, empty for none. */
  public String server() {
    return server;
  }

  /** The Server field with its line end, empty for none; not to be changed. */
  public byte[] serverLine() {
    return serverLine;
  }
}
