package io.trajan.launcher;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One emperor per home. The lock is on {@code data/emperor.lock}, beside what it guards: {@code
 * run/} may be removed by people and by cleaners while the emperor lives. The kernel drops the lock
 * of a process that was killed, so a file left behind means nothing. It is emptied, not deleted, at
 * the end: a deleted file could be locked by one process while another locks its successor. The pid
 * is in that file and, for other programs, in {@code run/trajan.pid}.
 */
final class HomeLock implements AutoCloseable {
  private final FileChannel channel;
  private final Path pidFile;

  private HomeLock(FileChannel channel, Path pidFile) {
    this.channel = channel;
    this.pidFile = pidFile;
  }

  /**
   * Takes the home.
   *
   * @throws LaunchException with the pid of the emperor that has it
   */
  static HomeLock take(Home home) throws IOException, LaunchException {
    var channel =
        FileChannel.open(
            file(home),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw inUse(home);
      }
      var pid = ProcessHandle.current().pid() + "\n";
      channel.truncate(0);
      write(channel, pid);
      Files.writeString(pidFile(home), pid);
      return new HomeLock(channel, pidFile(home));
    } catch (IOException | LaunchException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static LaunchException inUse(Home home) throws IOException {
    var pid = Files.readString(file(home)).strip();
    return new LaunchException(
        ExitStatus.HOME_IN_USE,
        "an emperor lives in "
            + home.root()
            + " already, pid "
            + (pid.isEmpty() ? "not written yet" : pid)
            + "; use another --home, or stop it");
  }

  /** The file that is locked. */
  static Path file(Home home) {
    return home.data().resolve("emperor.lock");
  }

  /** The file for other programs. */
  static Path pidFile(Home home) {
    return home.run().resolve("trajan.pid");
  }

  private static void write(FileChannel channel, String text) throws IOException {
    var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) {
      if (Files.exists(pidFile)) {
        Files.writeString(pidFile, "");
      }
      channel.truncate(0);
      channel.close();
    }
  }
}
