package io.trajan.shell.server.session;

import java.io.IOException;

/** The client sent what no client sends; the message says what. */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1;

  ProtocolException(String message) {
    super(message);
  }
}
