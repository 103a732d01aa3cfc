package io.trajan.http.server.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.trajan.http.server.exchange.Exchange;
import io.trajan.http.server.exchange.Op;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends a region of a file by reading it, where sendfile cannot be used because the bytes are
 * encrypted on the way. One piece is under way at a time. Confined to the event loop.
 */
final class FilePump implements ChannelFutureListener {
  private static final int PIECE_BYTES = 64 * 1024;

  private final Channel channel;
  private final Output output;
  private final FileChannel file;
  private long position;
  private long left;
  private @Nullable Exchange owner;
  private @Nullable Consumer<@Nullable String> after;

  FilePump(Channel channel, Output output, FileChannel file, long position, long count) {
    this.channel = channel;
    this.output = output;
    this.file = file;
    this.position = position;
    this.left = count;
  }

  /** Starts; {@code told} hears null at the end, or why there was none. */
  void start(Exchange exchange, Consumer<@Nullable String> told) {
    owner = exchange;
    after = told;
    next();
  }

  private void next() {
    int wanted = (int) Math.min(PIECE_BYTES, left);
    ByteBuf piece = channel.alloc().directBuffer(wanted);
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
    output.write(piece);
    if (left == 0) {
      finish(null);
    } else {
      output.then(this);
      output.flush();
    }
  }

  @Override
  public void operationComplete(ChannelFuture written) {
    if (written.isSuccess() && owner != null && !owner.isOver()) {
      next();
    } else {
      finish("the client left");
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
