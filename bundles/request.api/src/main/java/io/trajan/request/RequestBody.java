package io.trajan.request;

/**
 * The body of a request. A handler that answers without reading it need not do anything: the
 * listener drains or closes as its protocol demands.
 */
public interface RequestBody extends ByteSource {
  /** {@link #length} when the peer did not say. */
  long UNKNOWN = -1;

  /** The number of bytes that the peer announced, 0 for no body, or {@link #UNKNOWN}. */
  long length();

  /** Whether all of it has been received, so that reading it will never wait. */
  boolean isComplete();

  /** A body without bytes. */
  RequestBody EMPTY = new EmptyBody();
}
