package io.trajan.foreign;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.time.Instant;

/**
 * A regular file opened for reading, with what fstat(2) says of that very file, so that a later
 * rename cannot mix two files. Owned by the caller, who closes it or hands the channel on.
 *
 * @param channel the open file
 * @param size its size in bytes when it was opened
 * @param modified when its content last changed, to the nanosecond where the file system keeps it
 * @param device the file system's number
 * @param inode the file's number there
 */
public record RootedFile(FileChannel channel, long size, Instant modified, long device, long inode)
    implements AutoCloseable {
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
