package io.trajan.http.server.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.trajan.http.server.wire.HeadWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What goes out on one connection: small things are gathered in one pooled direct buffer until the
 * next flush, large ones pass behind it without a copy when they are direct already. Confined to
 * the event loop.
 *
 * <p>Budget of a small answer: one copy of its body into the buffer that holds the head, one buffer
 * from the pool, one promise, one {@code write(2)}.
 */
@SuppressWarnings({
  "FutureReturnValueIgnored",
  "ReferenceEquality"
}) // What becomes of writes and closes is told by events.
final class Output {
  /** Up to this size bytes are copied behind what is gathered already. */
  private static final int GATHER_BYTES = 64 * 1024;

  private static final byte[] LINE_END = "\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LAST_CHUNK = "0\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final Channel channel;
  private final List<ChannelFutureListener> finishing = new ArrayList<>(2);
  private @Nullable ByteBuf gathered;
  private @Nullable DefaultFileRegion file;
  private boolean unflushed;
  private long total; // Files left out until they are sent.

  Output(Channel channel) {
    this.channel = channel;
  }

  /** How many of these bytes would be copied behind a head. */
  static int copied(ByteBuffer bytes) {
    int size = bytes.remaining();
    return size <= GATHER_BYTES || !bytes.isDirect() ? size : 0;
  }

  /** Adds a head; {@code following} bytes will be copied behind it. */
  void head(HeadWriter heads, int following) {
    heads.writeTo(gather(heads.size() + following + 16));
  }

  /** Adds fixed octets. */
  void octets(byte[] octets) {
    gather(octets.length).writeBytes(octets);
  }

  /** Adds bytes; they are the output's from now on. */
  void bytes(ByteBuffer bytes) {
    int size = copied(bytes);
    if (size > 0) {
      gather(size).writeBytes(bytes);
    } else if (bytes.hasRemaining()) {
      write(Unpooled.wrappedBuffer(bytes));
    }
  }

  /** Begins a chunk (RFC 9112 §7.1). */
  void chunkStart(long size) {
    ByteBuf target = gather(18);
    int shift = 60 - (Long.numberOfLeadingZeros(size) & ~3);
    for (; shift >= 0; shift -= 4) {
      target.writeByte(HEX[(int) (size >>> shift) & 15]);
    }
    target.writeBytes(LINE_END);
  }

  /** Ends a chunk. */
  void chunkEnd() {
    octets(LINE_END);
  }

  /** The chunk of size zero; the trailer fields and an empty line follow. */
  void lastChunk() {
    octets(LAST_CHUNK);
  }

  /** Adds a buffer, which is the output's from now on. */
  void write(ByteBuf bytes) {
    pass();
    unflushed = true;
    total += bytes.readableBytes();
    channel.write(bytes, channel.voidPromise());
  }

  /** Adds a region of a file, which is closed when it was sent or could not be. */
  void write(DefaultFileRegion region) {
    pass();
    unflushed = true;
    file = region;
    channel.write(region).addListener(written -> fileWritten(region));
  }

  private void fileWritten(DefaultFileRegion region) {
    total += region.count();
    if (file == region) {
      file = null;
    }
  }

  /** Calls {@code listener} when all added so far was sent or could not be. */
  void then(ChannelFutureListener listener) {
    finishing.add(listener);
  }

  /** Hands everything to the socket. */
  void flush() {
    if (!finishing.isEmpty()) {
      ByteBuf last = gathered == null ? Unpooled.EMPTY_BUFFER : gathered;
      gathered = null;
      total += last.readableBytes();
      channel.writeAndFlush(last, promise());
    } else if (gathered != null || unflushed) {
      pass();
      channel.flush();
    }
    unflushed = false;
  }

  /** Whether the socket has taken everything. */
  boolean isEmpty() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return gathered == null
        && !unflushed
        && finishing.isEmpty()
        && (buffer == null || buffer.isEmpty());
  }

  /** Lets go of what was not flushed. */
  void release() {
    if (gathered != null) {
      gathered.release();
      gathered = null;
    }
    finishing.clear();
  }

  private ChannelPromise promise() {
    ChannelPromise promise = channel.newPromise();
    for (int i = 0; i < finishing.size(); i++) {
      promise.addListener(finishing.get(i));
    }
    finishing.clear();
    return promise;
  }

  /** How many bytes the socket has taken. */
  long gone() {
    DefaultFileRegion region = file;
    return total - pending() + (region == null ? 0 : region.transferred());
  }

  /** Whether something waits for the socket to take it. */
  boolean isWaiting() {
    return file != null || pending() > 0;
  }

  private long pending() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  private void pass() {
    ByteBuf full = gathered;
    if (full != null) {
      gathered = null;
      total += full.readableBytes();
      channel.write(full, channel.voidPromise());
    }
  }

  private ByteBuf gather(int more) {
    ByteBuf open = gathered;
    if (open != null && open.writableBytes() < more && open.readableBytes() > GATHER_BYTES) {
      pass();
      open = null;
    }
    if (open == null) {
      open = channel.alloc().directBuffer(Math.max(256, more));
      gathered = open;
    }
    return open;
  }
}
