package io.trajan.http.server.http1;

/** What a connection does now; {@link Life} says how it comes from one to the other. */
enum Phase {
  /** Nothing of a request has come. */
  IDLE,
  /** A header is coming. */
  HEAD,
  /** A small body is coming; the application has not been called. */
  COLLECT,
  /** The application has the request. */
  SERVE,
  /** The answer is made, the rest of the request is read and thrown away. */
  DRAIN,
  /** The last answer is on its way, or was sent, and what still comes is not listened to. */
  LINGER,
  /** The application speaks with the client itself. */
  RAW,
  /** Over, or somebody else's. */
  CLOSED
}
