package io.trajan.rack.adapter.stream;

import java.io.IOException;

/** The client has left before the answer was through. */
public final class PeerGoneException extends IOException {
  private static final long serialVersionUID = 1;

  PeerGoneException() {
    super("the client has left");
  }
}
