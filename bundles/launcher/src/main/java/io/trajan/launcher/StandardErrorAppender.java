package io.trajan.launcher;

import ch.qos.logback.core.OutputStreamAppender;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;

/**
 * Writes to the standard error of the process. Logback's ConsoleAppender writes to {@code
 * System.err}, which inside a command of the shell is the terminal of the one who typed it: the log
 * would lose the line.
 *
 * @param <E> of logback
 */
public final class StandardErrorAppender<E> extends OutputStreamAppender<E> {
  @Override
  public void start() {
    setOutputStream(new StandardError());
    super.start();
  }

  /** Stays open when logging is configured anew. */
  private static final class StandardError extends FilterOutputStream {
    StandardError() {
      super(new FileOutputStream(FileDescriptor.err));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
