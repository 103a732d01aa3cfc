package io.trajan.shell.server.gogo;

import io.trajan.shell.CommandException;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.felix.service.threadio.ThreadIO;

/** What one command writes to standard output or error, kept to become a string; bounded. */
final class Capture implements AutoCloseable {
  /** What does not fit into memory sensibly does not fit into one string. */
  static final int MAX_BYTES = 8 << 20;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ThreadIO threadIo;
  private long lost;

  private Capture(ThreadIO threadIo) {
    this.threadIo = threadIo;
  }

  private PrintStream stream() {
    return new PrintStream(new Bounded(), true, StandardCharsets.UTF_8);
  }

  /** Redirects this thread's standard output until closed. */
  static Capture output(ThreadIO threadIo) {
    Capture capture = new Capture(threadIo);
    threadIo.setStreams(System.in, capture.stream(), System.err);
    return capture;
  }

  /** Redirects this thread's standard error until closed. */
  static Capture errors(ThreadIO threadIo) {
    Capture capture = new Capture(threadIo);
    threadIo.setStreams(System.in, System.out, capture.stream());
    return capture;
  }

  /** What was written. */
  String text() throws CommandException {
    System.out.flush();
    System.err.flush();
    synchronized (bytes) {
      if (lost > 0) {
        throw new CommandException(
            "the output has "
                + (MAX_BYTES + lost)
                + " bytes; as JSON at most "
                + MAX_BYTES
                + " are kept");
      }
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    threadIo.close();
  }

  private final class Bounded extends OutputStream {
    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) {
      synchronized (bytes) {
        int kept = Math.min(len, MAX_BYTES - bytes.size());
        bytes.write(b, off, kept);
        lost += len - kept;
      }
    }
  }
}
