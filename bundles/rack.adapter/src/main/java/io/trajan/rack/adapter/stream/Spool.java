package io.trajan.rack.adapter.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was read so that it can be read again: the first bytes in memory, everything in an
 * unlinked temporary file when it gets long. One thread at a time.
 */
final class Spool implements AutoCloseable {
  /** How many bytes stay in memory. */
  static final int MEMORY_BYTES = 128 * 1024;

  private static final byte[] NOTHING = {};
  private static final int LEAST_BYTES = 1024;

  private byte[] memory = NOTHING;
  private long size;
  private @Nullable FileChannel file;

  long size() {
    return size;
  }

  /** Takes over the first bytes without a copy: nobody may change them any more. */
  void adopt(byte[] first) throws IOException {
    if (size == 0 && first.length <= MEMORY_BYTES) {
      memory = first;
      size = first.length;
    } else {
      append(first, 0, first.length);
    }
  }

  /** Whether these very bytes are kept, so that others must not change them. */
  @SuppressWarnings("ReferenceEquality") // Equal contents of another array may be changed.
  boolean keeps(byte[] bytes) {
    return memory == bytes;
  }

  void append(byte[] bytes, int offset, int length) throws IOException {
    if (file == null && size + length > MEMORY_BYTES) {
      file = spill();
    }
    FileChannel to = file;
    if (to != null) {
      writeFully(to, ByteBuffer.wrap(bytes, offset, length), size);
    } else {
      if (size + length > memory.length) {
        long room = Math.max(Math.max(size + length, memory.length * 2L), LEAST_BYTES);
        memory = Arrays.copyOf(memory, (int) room);
      }
      System.arraycopy(bytes, offset, memory, (int) size, length);
    }
    size += length;
  }

  /** Reads at {@code position}, which is before the end; at least one byte. */
  int read(long position, byte[] into, int offset, int length) throws IOException {
    int count = (int) Math.min(length, size - position);
    FileChannel from = file;
    if (from == null) {
      System.arraycopy(memory, (int) position, into, offset, count);
      return count;
    }
    int read = from.read(ByteBuffer.wrap(into, offset, count), position);
    if (read <= 0) {
      throw new IOException("the temporary file of a request body has become shorter");
    }
    return read;
  }

  private FileChannel spill() throws IOException {
    Path path = Files.createTempFile("trajan-rack-input-", null);
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    Files.delete(path);
    writeFully(channel, ByteBuffer.wrap(memory, 0, (int) size), 0);
    memory = NOTHING;
    return channel;
  }

  private static void writeFully(FileChannel to, ByteBuffer bytes, long position)
      throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += to.write(bytes, at);
    }
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
