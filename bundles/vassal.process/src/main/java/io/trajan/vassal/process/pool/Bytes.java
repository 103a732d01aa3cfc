package io.trajan.vassal.process.pool;

import java.nio.ByteBuffer;

/** Copies of what is lent. */
final class Bytes {
  private Bytes() {}

  /** The bytes that remain, in memory of their own. */
  static ByteBuffer copy(ByteBuffer lent) {
    byte[] own = new byte[lent.remaining()];
    lent.get(own);
    return ByteBuffer.wrap(own);
  }
}
