package io.trajan.http.server.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a region of a file by reading it, where sendfile cannot be used because the bytes are
 * encrypted or framed on the way. One piece is under way at a time. Confined to the event loop.
 */
public final class FilePump implements ChannelFutureListener {
  private static final int PIECE_BYTES = 64 * 1024;

  /** Where pieces go. */
  @FunctionalInterface
  public interface Target {
    /** Takes a piece and tells when it was written. */
    void write(ByteBuf piece, ChannelFutureListener written);
  }

  private final ByteBufAllocator allocator;
  private final Target target;
  private final FileChannel file;
  private long position;
  private long left;
  private @Nullable Exchange owner;
  private @Nullable Consumer<@Nullable String> after;

  /** A pump for {@code count} bytes from {@code position}; it closes the file. */
  public FilePump(
      ByteBufAllocator allocator, Target target, FileChannel file, long position, long count) {
    this.allocator = allocator;
    this.target = target;
    this.file = file;
    this.position = position;
    this.left = count;
  }

  /** Starts; {@code told} hears null at the end, or why there was none. */
  public void start(Exchange exchange, Consumer<@Nullable String> told) {
    owner = exchange;
    after = told;
    next();
  }

  private void next() {
    int wanted = (int) Math.min(PIECE_BYTES, left);
    ByteBuf piece = allocator.directBuffer(wanted);
    try {
      int count = piece.writeBytes(file, position, wanted);
      if (count <= 0) {
        throw new IOException("the file has become shorter");
      }
      position += count;
      left -= count;
    } catch (IOException e) {
      piece.release();
      finish(String.valueOf(e.getMessage()));
      return;
    }
    target.write(piece, this);
  }

  @Override
  public void operationComplete(ChannelFuture written) {
    if (!written.isSuccess() || owner == null || owner.isOver()) {
      finish("the client left");
    } else if (left == 0) {
      finish(null);
    } else {
      next();
    }
  }

  private void finish(@Nullable String failure) {
    Op.closeQuietly(file);
    Consumer<@Nullable String> told = after;
    after = null;
    if (told != null) {
      told.accept(failure);
    }
  }
}
