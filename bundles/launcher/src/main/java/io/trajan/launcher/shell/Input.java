package io.trajan.launcher.shell;

import io.trajan.shell.codec.Frame;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * The thread {@code input}: from standard input to the emperor. At a terminal everything goes as it
 * is typed; otherwise one INPUT for one MORE. It ends with the process, since a read of standard
 * input cannot be called back.
 */
final class Input implements Runnable {
  private static final int LARGEST = 32_768;
  private static final int CTRL_C = 3;
  private static final int IMPATIENT = 5;

  private final FileInputStream in = new FileInputStream(FileDescriptor.in);
  private final boolean terminal;
  private final Runnable onImpatience;
  private volatile Wire wire;
  private int wanted;
  private volatile int unanswered;

  /** {@code onImpatience} is called after so many Ctrl-C that the emperor did not answer. */
  Input(Wire wire, boolean terminal, Runnable onImpatience) {
    this.wire = wire;
    this.terminal = terminal;
    this.onImpatience = onImpatience;
  }

  void start() {
    Thread thread = new Thread(this, "input");
    thread.setDaemon(true);
    thread.start();
  }

  /** The same terminal on a new connection. */
  void reconnect(Wire wire) {
    this.wire = wire;
  }

  /** The emperor said something. */
  void answered() {
    unanswered = 0;
  }

  /** The emperor wants input. */
  synchronized void more() {
    wanted++;
    notifyAll();
  }

  private synchronized void awaitWanted() throws InterruptedException {
    while (wanted == 0) {
      wait();
    }
    wanted--;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[LARGEST];
    try {
      while (true) {
        if (!terminal) {
          awaitWanted();
        }
        int count = in.read(buffer);
        send(count < 0 ? new Frame.End() : new Frame.Input(Arrays.copyOf(buffer, count)));
        if (count < 0) {
          return;
        }
        countInterrupts(buffer, count);
      }
    } catch (IOException | InterruptedException e) {
      // Nobody to read from or to write to; the other thread says what became of the emperor.
    }
  }

  private void send(Frame frame) throws IOException {
    try {
      wire.write(frame);
    } catch (IOException e) {
      if (!terminal) {
        throw e;
      }
      // Typed while there was no connection: lost, as a person will see.
    }
  }

  private void countInterrupts(byte[] buffer, int count) {
    for (int i = 0; terminal && i < count; i++) {
      unanswered = buffer[i] == CTRL_C ? unanswered + 1 : 0;
    }
    if (unanswered >= IMPATIENT) {
      onImpatience.run();
    }
  }
}
