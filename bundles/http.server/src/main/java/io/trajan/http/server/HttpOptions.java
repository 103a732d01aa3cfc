package io.trajan.http.server;

import io.trajan.config.codec.Address;
import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The options of the HTTP listeners of a vassal. */
@Component
public final class HttpOptions implements OptionSet {
  static final String NAME = "http";

  static final Option<Address> HTTP_SOCKET =
      Option.of(
              "http-socket",
              ValueTypes.address(),
              "Serves HTTP/1.1 and HTTP/2 (prior knowledge) at this address: host:port, :port for"
                  + " every address of the machine, [ipv6]:port, a path or @name of a Unix socket.")
          .repeated();

  static final Option<HttpsAddress> HTTPS_SOCKET =
      Option.of(
              "https-socket",
              HttpsAddress.TYPE,
              "Serves HTTP over TLS 1.2 and 1.3, HTTP/2 by ALPN: ADDRESS,CERTIFICATES,KEY with PEM"
                  + " files relative to the vassal's file. Changed files are used for new"
                  + " connections.")
          .repeated();

  static final Option<Boolean> PROXY_PROTOCOL =
      Option.of(
              "proxy-protocol",
              ValueTypes.bool(),
              "Every connection begins with a PROXY header, version 1 or 2, that names the client;"
                  + " one without is closed. Only behind a proxy that nobody can go around.")
          .or(false);

  static final Option<Integer> LISTEN =
      Option.of(
              "listen",
              ValueTypes.integer(1, 65535),
              "Connections that may wait to be accepted, at most net.core.somaxconn of the kernel.")
          .or(1024);

  static final Option<String> CHMOD_SOCKET =
      Option.of(
          "chmod-socket",
          SocketMode.TYPE,
          "Permissions of Unix sockets in octal, such as 660; 666 lets every user connect.");

  static final Option<Long> LIMIT_POST =
      Option.of(
          "limit-post",
          ValueTypes.size(0, Long.MAX_VALUE),
          "Longest request body; a longer one is answered with 413. 0 is no limit.");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(HTTP_SOCKET, HTTPS_SOCKET, PROXY_PROTOCOL, LISTEN, CHMOD_SOCKET, LIMIT_POST);
  }

  @Override
  public String launcher() {
    return NAME;
  }
}
