package io.trajan.http.server.listen;

/** TLS of a listener. */
public interface TlsSource {}
