package io.trajan.testkit;

import io.trajan.request.RawStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A hijacked connection: what the peer says is fed to {@link #input}, what was written is recorded.
 * Thread-safe.
 */
public final class FakeRawStream implements RawStream {
  private final FakeBody input = FakeBody.open(-1);
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final Runnable onClose;
  private boolean open = true;

  FakeRawStream(Runnable onClose) {
    this.onClose = onClose;
  }

  /** What the peer says. */
  public FakeBody input() {
    return input;
  }

  /** What was written so far (ISO-8859-1). */
  public synchronized String text() {
    return written.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void read(Reader reader) {
    input.read(reader);
  }

  @Override
  public synchronized boolean write(ByteBuffer bytes) {
    if (open) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      written.writeBytes(copy);
    }
    return true;
  }

  @Override
  public void whenWritable(Runnable resume) {
    resume.run();
  }

  @Override
  public void close() {
    synchronized (this) {
      if (!open) {
        return;
      }
      open = false;
    }
    onClose.run();
  }

  @Override
  public synchronized boolean isOpen() {
    return open;
  }
}
