package io.trajan.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One emperor per home. The pid file {@code run/trajan.pid} is also the lock: the kernel drops the
 * lock of a process that was killed, so a file left behind means nothing. It is emptied, not
 * deleted, at the end: a deleted file could be locked by one process while another locks its
 * successor.
 */
final class HomeLock implements AutoCloseable {
  private static final int PID_BYTES = 20;

  private final FileChannel channel;

  private HomeLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the home.
   *
   * @throws LaunchException with the pid of the emperor that has it
   */
  static HomeLock take(Home home) throws IOException, LaunchException {
    var file = file(home);
    var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      var pid = Files.readString(file).strip();
      channel.close();
      throw new LaunchException(
          ExitStatus.HOME_IN_USE,
          "an emperor lives in "
              + home.root()
              + " already, pid "
              + (pid.isEmpty() ? "not written yet" : pid)
              + "; use another --home, or stop it");
    }
    channel.truncate(0);
    write(channel, ProcessHandle.current().pid() + "\n");
    return new HomeLock(channel);
  }

  static Path file(Home home) {
    return home.run().resolve("trajan.pid");
  }

  private static void write(FileChannel channel, String text) throws IOException {
    var bytes = ByteBuffer.allocate(PID_BYTES).put(text.getBytes(StandardCharsets.US_ASCII)).flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      channel.truncate(0);
      channel.close();
    }
  }
}
