package io.trajan.vassal.process.worker;

import java.nio.ByteBuffer;

/**
 * A frame of the worker protocol.
 *
 * @param type one of {@link Frames}
 * @param flags by type
 * @param id the request's slot on its stream, 0 for the worker itself
 * @param payload a view of the reader's buffer, valid while it is handled
 */
public record Frame(int type, int flags, int id, ByteBuffer payload) {
  /** Whether nothing follows for this id. */
  public boolean isLast() {
    return (flags & Frames.LAST) != 0;
  }
}
