package io.trajan.request;

/**
 * A connection taken over from its protocol: bytes both ways. Closed by either end; owned by who
 * hijacked it.
 */
public interface RawStream extends ByteSource, ByteSink, AutoCloseable {
  /** Sends what was written, then closes; idempotent. */
  @Override
  void close();

  /** Whether it is still open for writing. */
  boolean isOpen();
}
