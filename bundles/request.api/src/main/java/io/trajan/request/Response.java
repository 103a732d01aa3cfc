package io.trajan.request;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;

/**
 * The answer to one {@link Request}. Any thread may call it, one at a time. Either {@link #send}
 * alone, or {@link #start}, any number of writes and {@link #end}; {@link #abort} and {@link
 * #hijack} at any time before the end. Calls after the end, or after the peer left, are ignored, so
 * that a handler need not watch the connection.
 *
 * <p>Framing is the listener's: a {@code Content-Length} among the fields is kept and enforced
 * (bytes beyond it are dropped, bytes missing abort the connection), otherwise the protocol's own
 * framing is used. For HEAD, 1xx, 204 and 304 bytes are taken and not sent. Fields of the
 * connection ({@code Connection}, {@code Transfer-Encoding}, {@code Keep-Alive}) are the listener's
 * and are left out, except for an upgrade with status 101.
 */
public interface Response extends ByteSink {
  /**
   * Sends an interim answer, 1xx except 101 (RFC 9110 §15.2), if the protocol can; before the start
   * only.
   */
  void interim(int status, Fields headers);

  /** The whole answer in one call: status, fields and body. */
  void send(int status, Fields headers, ByteBuffer body);

  /** Begins an answer whose body follows. */
  void start(int status, Fields headers);

  /**
   * Sends a region of a file, by sendfile where the connection allows. The channel passes to the
   * listener, which closes it when the bytes are sent or the peer is gone.
   *
   * @param position first byte
   * @param count number of bytes; a file that has become shorter aborts the connection
   */
  void writeFile(FileChannel file, long position, long count);

  /** Ends the answer. */
  void end();

  /** Ends the answer with trailer fields, which are dropped where the protocol has none. */
  void end(Fields trailers);

  /**
   * Gives up: 500 when nothing was started yet, else the connection or stream is broken off
   * visibly.
   */
  void abort(Throwable cause);

  /** Whether {@link #send}, {@link #start}, {@link #abort} or {@link #hijack} was called. */
  boolean isStarted();

  /**
   * Takes the connection over: before the start nothing has been sent and the caller speaks for
   * itself; after the start the fields are sent without body framing and raw bytes follow. Bytes
   * already received and not read come first.
   *
   * @throws UnsupportedOperationException where the protocol has no such thing (HTTP/2, FastCGI)
   */
  RawStream hijack();

  /** Whether {@link #hijack} is possible. */
  boolean canHijack();

  /**
   * Runs {@code listener} once when the answer is through: sent to the last byte, aborted, or the
   * peer is gone (for a hijacked connection, when it is closed); at once when that is so already.
   * Called on a thread of the listener.
   */
  void onDone(Consumer<Outcome> listener);

  /**
   * Gives the request back to its listener, which offers it to the next dispatcher as if it had
   * just come: for a dispatcher that closes while requests wait in it. Only for a request of which
   * nothing was touched, neither body nor response; {@link #onDone} listeners stay.
   *
   * @return false when the listener does not do this: the request is still the caller's, who
   *     answers it
   */
  default boolean giveBack() {
    return false;
  }
}
