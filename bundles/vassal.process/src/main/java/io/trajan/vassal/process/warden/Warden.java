package io.trajan.vassal.process.warden;

import io.trajan.vassal.process.net.Link;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a warden says, frame by frame, and what it is told. Frames are heard on the thread of the
 * loop and passed to {@link Life} there; orders may come from any thread.
 */
public final class Warden implements Link.Listener {
  /** Hears of a vassal's processes, on the thread of the loop. */
  public interface Life {
    /** A stage: {@code done|failed NAME micros …}. */
    void stage(String text);

    /** Bytes of standard output or error, after so many that were lost. */
    void output(boolean error, long dropped, byte[] bytes);

    /** A line that the program reports, or how a process ended. */
    void report(String line);

    /** The program ended: {@code exit|signal N utime stime maxrss}, times in microseconds. */
    void ended(String how);

    /** Nothing is left but what the text names. */
    void gone(String left);

    /** The stream is closed. */
    void lost(@Nullable Throwable cause);
  }

  private final Life life;
  private volatile @Nullable Link link;

  /** A warden that is not connected yet. */
  public Warden(Life life) {
    this.life = life;
  }

  /** Its stream. */
  public void begin(Link stream) {
    link = stream;
  }

  @Override
  public void received(ByteBuffer bytes) throws Exception {
    for (ControlFrame frame = ControlFrame.next(bytes);
        frame != null;
        frame = ControlFrame.next(bytes)) {
      frame(frame);
    }
  }

  private void frame(ControlFrame frame) {
    switch (frame.type()) {
      case 'S' -> life.stage(frame.text());
      case 'O' -> output(false, frame.payload());
      case 'E' -> output(true, frame.payload());
      case 'R' -> life.report(frame.text().strip());
      case 'X' -> life.ended(frame.text());
      case 'G' -> life.gone(frame.text());
      default -> {
        // Who it is, and what a later warden may say: nothing depends on it here.
      }
    }
  }

  private void output(boolean error, ByteBuffer payload) {
    long dropped = payload.remaining() >= 4 ? Integer.toUnsignedLong(payload.getInt()) : 0;
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    life.output(error, dropped, bytes);
  }

  @Override
  public void closed(@Nullable Throwable cause) {
    life.lost(cause);
  }

  private void order(ByteBuffer frame) {
    Link stream = link;
    if (stream != null) {
      stream.write(frame);
    }
  }

  /** Sends a signal to one process, by the pid that it has inside. */
  public void kill(int signal, int pid) {
    order(ControlFrame.kill(signal, pid));
  }

  /** Ends everything, politely for so long. */
  public void stop(int mercyMillis) {
    order(ControlFrame.stop(mercyMillis));
  }

  /** Lets it go. */
  public void close() {
    Link stream = link;
    if (stream != null) {
      stream.close();
    }
  }
}
