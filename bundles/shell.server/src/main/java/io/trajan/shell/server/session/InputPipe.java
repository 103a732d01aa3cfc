package io.trajan.shell.server.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The client's standard input, asked for when somebody reads: one MORE for one INPUT. Written by
 * the connection's reader, read by commands. Memory: one frame.
 */
final class InputPipe extends InputStream {
  /** Asks the client. */
  interface Request {
    void more() throws IOException;
  }

  private final Request request;
  private byte[] bytes = {};
  private int next;
  private boolean asked;
  private boolean ended;

  InputPipe(Request request) {
    this.request = request;
  }

  /** What came; refused when it was not asked for. */
  synchronized void offer(byte[] input) throws ProtocolException {
    if (!asked || ended || next < bytes.length) {
      throw new ProtocolException("input that was not asked for");
    }
    bytes = input;
    next = 0;
    asked = false;
    notifyAll();
  }

  /** Nothing more will come. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (needsMore()) {
      request.more();
    }
    return take(target, offset, length);
  }

  /** Waits for what was asked for; true when the caller has to ask. */
  private synchronized boolean needsMore() throws InterruptedIOException {
    while (next == bytes.length && !ended) {
      if (!asked) {
        asked = true;
        return true;
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
    return false;
  }

  private synchronized int take(byte[] target, int offset, int length) {
    int count = Math.min(length, bytes.length - next);
    if (count == 0) {
      return -1;
    }
    System.arraycopy(bytes, next, target, offset, count);
    next += count;
    return count;
  }

  @Override
  public synchronized int available() {
    return bytes.length - next;
  }

  /** The next line without its end; null at the end of input. Takes no byte of what follows. */
  @Nullable String readLine(int limit) throws IOException {
    var line = new java.io.ByteArrayOutputStream();
    int b;
    while ((b = read()) >= 0 && b != '\n') {
      if (line.size() == limit) {
        throw new IOException("a line of more than " + limit + " bytes");
      }
      line.write(b);
    }
    if (b < 0 && line.size() == 0) {
      return null;
    }
    String text = line.toString(java.nio.charset.StandardCharsets.UTF_8);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }
}
