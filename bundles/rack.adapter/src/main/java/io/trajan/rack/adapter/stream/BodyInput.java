package io.trajan.rack.adapter.stream;

import io.trajan.request.ByteSource;
import io.trajan.request.RequestBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jruby.Ruby;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends as a program reads it: in any portions, by lines, and from the start again
 * where that is wanted. One thread at a time; {@link #close} comes from any.
 */
final class BodyInput implements AutoCloseable {
  private static final int PORTION = 16 * 1024;

  /** Announced lengths up to this are allocated in one piece; beyond it only what arrives. */
  private static final int MOST_AT_ONCE = 1 << 20;

  private final long length;
  private final Puller puller;
  private final @Nullable Spool spool;
  private long position;

  /** What was read ahead to find the end of a line. */
  private byte[] ahead = {};

  private int aheadAt;
  private int aheadEnd;

  /** An input of {@code length} bytes, or of an {@link RequestBody#UNKNOWN} number. */
  BodyInput(Ruby ruby, ByteSource source, long length, long patienceNanos, boolean rewindable) {
    this.length = length;
    this.puller = new Puller(ruby, source, patienceNanos);
    this.spool = rewindable ? new Spool() : null;
  }

  /** The announced length, or {@link RequestBody#UNKNOWN}. */
  long length() {
    return length;
  }

  /** Whether a read would not wait. */
  boolean isReady() {
    return aheadAt < aheadEnd || (spool != null && position < spool.size()) || puller.isReady();
  }

  /** Waits until a read would not; false when that takes too long. */
  boolean awaitReady(long nanos) throws IOException {
    return isReady() || puller.awaitReady(nanos);
  }

  /** Ends waiting and further reads, from any thread. */
  void closeReading() {
    puller.close();
  }

  /** Reads at least one byte, waiting for it; -1 at the end. */
  int read(byte[] into, int offset, int length) throws IOException {
    if (aheadAt < aheadEnd) {
      int count = Math.min(length, aheadEnd - aheadAt);
      System.arraycopy(ahead, aheadAt, into, offset, count);
      aheadAt += count;
      return count;
    }
    return readThrough(into, offset, length);
  }

  /** Reads to the end. */
  byte[] readAll() throws IOException {
    return readUpTo(Integer.MAX_VALUE);
  }

  /**
   * Reads until {@code most} bytes or the end; empty when nothing is left. A body that came in one
   * piece and is read in one go is not copied: {@link #keeps} says whether it may be changed.
   */
  byte[] readUpTo(int most) throws IOException {
    if (position == 0 && length > 0 && length <= most && aheadAt == aheadEnd) {
      byte[] whole = readWhole((int) length);
      if (whole != null) {
        return whole;
      }
    }
    long left = length < 0 ? most : Math.min(most, length - position + (aheadEnd - aheadAt));
    return left <= MOST_AT_ONCE ? readInto(new byte[(int) left]) : readGrowing(most);
  }

  private byte @Nullable [] readWhole(int length) throws IOException {
    Spool kept = spool;
    if (kept != null && kept.size() > 0) {
      return null;
    }
    byte[] whole = puller.readWhole(length);
    if (whole != null) {
      position = length;
      if (kept != null) {
        kept.adopt(whole);
      }
    }
    return whole;
  }

  /** Whether these bytes, which it gave away, are also kept here and must not be changed. */
  boolean keeps(byte[] bytes) {
    return spool != null && spool.keeps(bytes);
  }

  private byte[] readInto(byte[] all) throws IOException {
    int total = 0;
    while (total < all.length) {
      int count = read(all, total, all.length - total);
      if (count < 0) {
        return Arrays.copyOf(all, total);
      }
      total += count;
    }
    return all;
  }

  private byte[] readGrowing(int most) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    byte[] portion = new byte[PORTION];
    while (all.size() < most) {
      int count = read(portion, 0, Math.min(PORTION, most - all.size()));
      if (count < 0) {
        break;
      }
      all.write(portion, 0, count);
    }
    return all.toByteArray();
  }

  /** Reads a line with its end; null at the end. */
  byte @Nullable [] readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (aheadAt < aheadEnd || fill()) {
      int end = aheadAt;
      while (end < aheadEnd && ahead[end] != '\n') {
        end++;
      }
      boolean whole = end < aheadEnd;
      line.write(ahead, aheadAt, end - aheadAt + (whole ? 1 : 0));
      aheadAt = whole ? end + 1 : end;
      if (whole) {
        break;
      }
    }
    return line.size() == 0 ? null : line.toByteArray();
  }

  /** Whether nothing is left; waits until that is known. */
  boolean isAtEnd() throws IOException {
    return aheadAt == aheadEnd && !fill();
  }

  /** Goes back to the start; false when this input does not keep what was read. */
  boolean rewind() {
    aheadAt = 0;
    aheadEnd = 0;
    if (spool == null) {
      return false;
    }
    position = 0;
    return true;
  }

  private boolean fill() throws IOException {
    if (ahead.length == 0) {
      ahead = new byte[PORTION];
    }
    aheadAt = 0;
    aheadEnd = Math.max(0, readThrough(ahead, 0, ahead.length));
    return aheadEnd > 0;
  }

  private int readThrough(byte[] into, int offset, int length) throws IOException {
    Spool kept = spool;
    int count;
    if (kept != null && position < kept.size()) {
      count = kept.read(position, into, offset, length);
    } else {
      count = puller.read(into, offset, length);
      if (kept != null && count > 0) {
        kept.append(into, offset, count);
      }
    }
    position += Math.max(0, count);
    return count;
  }

  @Override
  public void close() throws IOException {
    puller.close();
    if (spool != null) {
      spool.close();
    }
  }
}
