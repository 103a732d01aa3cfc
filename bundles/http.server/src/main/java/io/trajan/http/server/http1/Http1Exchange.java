package io.trajan.http.server.http1;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.trajan.http.server.exchange.Asked;
import io.trajan.http.server.exchange.Exchange;
import io.trajan.http.server.exchange.Op.Piece;
import io.trajan.http.server.wire.Refusal;
import io.trajan.request.Fields;
import io.trajan.request.RawStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A request of HTTP/1 and its answer. The head of a streamed answer is held back until something
 * follows it, so that it leaves together with the first bytes, and so that a hijack right after the
 * start still finds it without body framing; if nothing follows it goes alone after a moment.
 */
final class Http1Exchange extends Exchange implements ChannelFutureListener {
  private enum Framing {
    BODYLESS,
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE
  }

  private final Http1Connection connection;
  private final Output output;
  private Framing framing = Framing.BODYLESS;
  private int heldStatus;
  private long heldLength;
  private @Nullable Fields heldFields;
  private boolean hurried;

  Http1Exchange(Http1Connection connection, Asked asked) {
    super(connection.loop, asked);
    this.connection = connection;
    this.output = connection.output;
  }

  @Override
  protected void transmitWhole(int status, Fields fields, ByteBuffer content, long announced) {
    Framing chosen = announced < 0 ? Framing.BODYLESS : Framing.LENGTH;
    boolean silent = status == 204 || status == 101;
    connection.sender.head(status, fields, silent ? -1 : announced, false, Output.copied(content));
    framing = chosen;
    output.bytes(content);
    finish();
  }

  @Override
  protected void transmitHead(int status, Fields fields, long announced, boolean bodyless) {
    heldStatus = status;
    heldFields = fields;
    heldLength = announced;
    framing =
        bodyless
            ? Framing.BODYLESS
            : announced >= 0
                ? Framing.LENGTH
                : connection.reception.isHttp10() ? Framing.UNTIL_CLOSE : Framing.CHUNKED;
    connection.answers.check(status, fields);
  }

  /** Sends the head if it is held back. */
  private void putHeldHead(int following) {
    Fields fields = heldFields;
    if (fields != null) {
      heldFields = null;
      long length = heldStatus == 204 || heldStatus == 101 ? -1 : heldLength;
      if (framing == Framing.UNTIL_CLOSE) {
        connection.life.close();
      }
      connection.sender.head(heldStatus, fields, length, framing == Framing.CHUNKED, following);
    }
  }

  /** Makes sure that a head which is held back does not wait for long. */
  void hurryIfHeld() {
    if (heldFields != null && !hasFinished() && !hurried) {
      hurried = true;
      connection.sender.hurryLater(this);
    }
  }

  /** Sends a head that is still held back, because nothing followed it for a while. */
  void hurryHead() {
    if (heldFields != null && !hasFinished()) {
      putHeldHead(0);
      output.flush();
    }
  }

  @Override
  protected void transmitPieces(Piece first, int count, long bytes) {
    putHeldHead((int) Math.min(bytes + 32, Integer.MAX_VALUE - 64));
    if (framing == Framing.CHUNKED) {
      output.chunkStart(bytes);
    }
    Piece piece = first;
    for (int i = 0; i < count && piece != null; i++) {
      output.bytes(piece.body());
      piece = piece.following();
    }
    if (framing == Framing.CHUNKED) {
      output.chunkEnd();
    }
  }

  @Override
  protected void transmitFile(FileChannel file, long position, long count) {
    putHeldHead(32);
    if (framing == Framing.CHUNKED) {
      output.chunkStart(count);
    }
    connection.sender.file(this, file, position, count, this::endFile);
  }

  private void endFile() {
    if (framing == Framing.CHUNKED) {
      output.chunkEnd();
    }
  }

  @Override
  protected void transmitEnd(Fields trailers) {
    putHeldHead(16);
    if (framing == Framing.CHUNKED) {
      connection.answers.lastChunk(trailers);
    }
    finish();
  }

  @Override
  protected void transmitInterim(int status, Fields fields) {
    if (!connection.reception.isHttp10() && !hasBegun()) {
      connection.answers.interim(status, fields);
    }
  }

  private void finish() {
    output.then(this);
    connection.conversation.answered(this);
  }

  /** The last byte was written, or will never be. */
  @Override
  public void operationComplete(ChannelFuture written) {
    done(written.isSuccess() ? null : "the client left");
    connection.conversation.written(this);
  }

  @Override
  protected void breakOff(String why) {
    connection.sender.breakOff(this, why);
  }

  @Override
  protected void flush() {
    hurryIfHeld();
    if (!isBatching()) {
      output.flush();
    }
  }

  @Override
  protected boolean isTransportWritable() {
    return connection.sender.isWritable();
  }

  @Override
  protected boolean isBatching() {
    return connection.conversation.isReading();
  }

  @Override
  public RawStream hijack() {
    RawPipe raw = new RawPipe(connection);
    if (beginHijack()) {
      submit(() -> takeOver(raw));
    } else {
      raw.end("the exchange is over");
    }
    return raw;
  }

  private void takeOver(RawPipe raw) {
    if (hasFinished()) {
      raw.end("the client left");
      return;
    }
    Fields fields = heldFields;
    heldFields = null;
    if (hasBegun() && fields == null && framing == Framing.CHUNKED) {
      raw.end("hijacked too late");
      breakOff("hijacked after the head was sent");
      return;
    }
    if (fields != null) {
      connection.answers.rawHead(heldStatus, fields);
    }
    connection.takeover.begin(raw);
  }

  @Override
  public boolean canHijack() {
    return true;
  }

  /** Refuses what is left of the request. */
  void refuseRest(Refusal why) {
    refuse(why);
  }

  /** Whether something of its answer may be on the wire. */
  boolean hasBegunHere() {
    return hasBegun();
  }
}
