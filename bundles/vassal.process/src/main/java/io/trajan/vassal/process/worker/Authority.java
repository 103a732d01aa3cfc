package io.trajan.vassal.process.worker;

import io.trajan.request.Endpoint;
import io.trajan.request.Request;

/**
 * {@code SERVER_NAME} and {@code SERVER_PORT}: what the client asked for, else our end of the
 * connection. An IPv6 address keeps its brackets, as the specification's "valid host" demands.
 *
 * @param host never empty
 * @param port digits
 */
record Authority(String host, String port) {
  private static final String FALLBACK = "localhost";

  static Authority of(Request request) {
    String named = request.authority();
    int colon = portColon(named);
    String host = colon < 0 ? named : named.substring(0, colon);
    String port = colon < 0 ? "" : named.substring(colon + 1);
    if (!host.isEmpty()) {
      return new Authority(host, isNumber(port) ? port : defaultPort(request));
    }
    Endpoint local = request.local();
    return local.isUnix()
        ? new Authority(FALLBACK, defaultPort(request))
        : new Authority(bracketed(local.host()), Integer.toString(local.port()));
  }

  /** The colon before the port, or -1; those inside the brackets of an address do not count. */
  private static int portColon(String authority) {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? colon : -1;
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static String defaultPort(Request request) {
    return request.scheme().equals("https") ? "443" : "80";
  }

  private static String bracketed(String address) {
    return address.indexOf(':') < 0 ? address : "[" + address + "]";
  }
}
