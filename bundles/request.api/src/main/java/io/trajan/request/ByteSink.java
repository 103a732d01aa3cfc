package io.trajan.request;

import java.nio.ByteBuffer;

/** Where bytes are written, with backpressure. Any thread may write, one at a time. */
public interface ByteSink {
  /**
   * Takes the bytes between position and limit and sends them as soon as the socket accepts them;
   * writes that follow one another closely leave in one system call. The memory passes to the sink:
   * the caller does not change it any more.
   *
   * @return false when more is queued than the high-water mark: the caller stops until {@link
   *     #whenWritable} says so (bytes written all the same are taken, and count against the
   *     caller's memory)
   */
  boolean write(ByteBuffer bytes);

  /**
   * Runs {@code resume} once, when the queue is below its low-water mark or the peer is gone; at
   * once on the calling thread when that is so already, else on a thread of the listener, which
   * must not be blocked.
   */
  void whenWritable(Runnable resume);
}
