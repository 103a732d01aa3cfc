package io.trajan.http.server.net;

/**
 * Takes over connections between two requests, so that they outlive this bundle: the next version
 * of it goes on with the same descriptors, and clients notice nothing. Thread-safe.
 */
public interface Heir {
  /** Whether one more can be taken. */
  boolean hasRoom();

  /**
   * Takes a connection over. Its loop no longer looks at it, and nothing of a request was read.
   *
   * @param descriptor its descriptor, the heir's from now on
   * @param peer its ends, which nobody could ask for again behind a PROXY header
   */
  void take(Profile profile, int descriptor, Peer peer);
}
