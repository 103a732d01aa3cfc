package io.trajan.http.server.exchange;

import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;
import io.trajan.http.server.wire.RequestTarget;
import io.trajan.request.Endpoint;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.RequestBody;

/** What a client asked, whatever the version of HTTP. Any thread. */
public final class Asked implements Request {
  private final Profile profile;
  private final Peer peer;
  private final String method;
  private final String target;
  private final String path;
  private final String query;
  private final String authority;
  private final String protocol;
  private final Fields headers;
  private final RequestBody body;
  private final long receivedNanos;

  /**
   * A request.
   *
   * @param profile of the listener it came through
   * @param peer the ends of its connection
   * @param target as received
   * @param parts of the target, which is not refused
   * @param protocol as a CGI variable would say it
   * @param receivedNanos when its first octet came
   */
  public Asked(
      Profile profile,
      Peer peer,
      String method,
      String target,
      RequestTarget parts,
      String protocol,
      Fields headers,
      RequestBody body,
      long receivedNanos) {
    this.profile = profile;
    this.peer = peer;
    this.method = method;
    this.target = target;
    this.path = parts.path();
    this.query = parts.query();
    this.authority = parts.authority();
    this.protocol = protocol;
    this.headers = headers;
    this.body = body;
    this.receivedNanos = receivedNanos;
  }

  /** The listener's properties. */
  Profile profile() {
    return profile;
  }

  @Override
  public String vassal() {
    return profile.vassal();
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String query() {
    return query;
  }

  @Override
  public String protocol() {
    return protocol;
  }

  @Override
  public String scheme() {
    return peer.scheme();
  }

  @Override
  public String authority() {
    return authority;
  }

  @Override
  public Fields headers() {
    return headers;
  }

  @Override
  public Endpoint remote() {
    return peer.remote();
  }

  @Override
  public Endpoint local() {
    return peer.local();
  }

  @Override
  public RequestBody body() {
    return body;
  }

  @Override
  public long receivedNanos() {
    return receivedNanos;
  }

  @Override
  public String toString() {
    return profile.vassal() + " " + method + " " + target;
  }
}
