package io.trajan.http.server.listen;

import io.netty.handler.ssl.SslContext;

/** Where the TLS of a listener comes from. */
public interface TlsSource {
  /** What new connections use; any thread. */
  SslContext context();

  /** What is wrong though it works, for people; empty when nothing is; any thread. */
  default String warning() {
    return "";
  }
}
