package io.trajan.feature.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Tells whether a jar's bytes have changed. Its size and CRC-32C: fast from the first call, which
 * SHA-256 is not, and meant against accidents, not against somebody who can write to the directory
 * of the product anyway.
 */
public final class Digest {
  private static final int CHUNK_BYTES = 64 * 1024;

  private Digest() {}

  /** The digest of a file, {@code SIZE-CRC}. Reads the whole file. */
  public static String of(Path file) throws IOException {
    var crc = new CRC32C();
    var buffer = ByteBuffer.allocateDirect(CHUNK_BYTES);
    var size = 0L;
    try (var channel = FileChannel.open(file)) {
      while (channel.read(buffer) >= 0) {
        buffer.flip();
        size += buffer.remaining();
        crc.update(buffer);
        buffer.clear();
      }
    }
    return size + "-" + Long.toHexString(crc.getValue());
  }
}
