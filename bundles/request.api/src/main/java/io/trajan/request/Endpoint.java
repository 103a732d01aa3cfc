package io.trajan.request;

/**
 * One end of a connection: an IP address with a port, or a Unix socket.
 *
 * @param host the address without brackets, or the path of a Unix socket (empty when unnamed,
 *     {@code @name} when abstract)
 * @param port the port, or -1 for a Unix socket
 */
public record Endpoint(String host, int port) {
  /** Whether this is a Unix socket. */
  public boolean isUnix() {
    return port < 0;
  }

  @Override
  public String toString() {
    if (isUnix()) {
      return host.isEmpty() ? "unix:" : host;
    }
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }
}
