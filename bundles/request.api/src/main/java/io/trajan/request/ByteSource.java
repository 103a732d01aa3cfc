package io.trajan.request;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Bytes that are pulled: nothing is read from the socket beyond a small window until somebody asks,
 * so a slow consumer slows the peer and not the heap.
 */
public interface ByteSource {
  /**
   * Asks for the next piece. Exactly one method of {@code reader} is called for each read, on the
   * calling thread when bytes are at hand, else later on a thread of the listener, which must not
   * be blocked. A second read before that answer is a programming error. After the end or a failure
   * every further read answers the same again.
   */
  void read(Reader reader);

  /** Receives one answer to {@link #read}. */
  interface Reader {
    /**
     * A piece of at least one byte; the buffer is the listener's and valid during this call only.
     */
    void piece(ByteBuffer bytes);

    /** Nothing follows; trailer fields are empty unless the protocol brought some. */
    void end(Fields trailers);

    /**
     * The rest will not come: the peer left, was too slow, sent too much, or broke the protocol.
     */
    void failed(IOException cause);
  }
}
