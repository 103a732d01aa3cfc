package io.trajan.http.server.exchange;

import io.trajan.http.server.exchange.Op.Piece;
import io.trajan.http.server.net.Counters;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.wire.AnswerFields;
import io.trajan.http.server.wire.BadAnswerException;
import io.trajan.http.server.wire.Refusal;
import io.trajan.request.Fields;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the calls of a response mean, on the event loop: they are taken in order, checked against
 * {@link AnswerRules}, and given to the version's own methods: {@code transmit…}, {@link
 * #breakOff}, {@link #flush}.
 */
abstract class Answer extends OpQueue {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final Asked asked;
  private @Nullable Refusal refusal;
  private boolean begun;
  private boolean finished;
  private boolean bodyless;
  private int status;
  private long announced = AnswerRules.UNKNOWN;
  private long bodyBytes;

  /** An answer that nobody has begun. */
  Answer(Loop loop, Asked asked) {
    super(loop.executor());
    this.asked = asked;
  }

  // What the version of HTTP does; all on the event loop.

  /** Sends a whole answer; {@code content} is empty for answers without a body. */
  protected abstract void transmitWhole(
      int finalStatus, Fields fields, ByteBuffer content, long length);

  /** Sends, or gets ready to send, the head of an answer; {@code length} is -1 when unknown. */
  protected abstract void transmitHead(
      int finalStatus, Fields fields, long length, boolean withoutBody);

  /** Sends a run of pieces, {@code bytes} in all, as one. */
  protected abstract void transmitPieces(Piece first, int count, long bytes);

  /** Sends a region of a file and closes it; may {@link #hold} what comes after it. */
  protected abstract void transmitFile(FileChannel file, long position, long count);

  /**
   * Ends the answer; {@link Exchange#done} follows when the last byte was written. Trailers that
   * cannot be sent are found out before anything of the end is.
   */
  protected abstract void transmitEnd(Fields trailers);

  /** Sends an interim answer. */
  protected abstract void transmitInterim(int interimStatus, Fields fields);

  /** Breaks the answer off so that the client notices; {@link Exchange#done} follows. */
  protected abstract void breakOff(String why);

  // What the any-thread side is told

  /** So many bytes that were called to be written are sent, or dropped. */
  abstract void forget(long bytes);

  /** Whatever is called from now on comes too late. */
  abstract void replaced();

  // The calls

  @Override
  final @Nullable Op perform(Op op) {
    if (finished) {
      op.discard();
      forget(op.bytes());
      return op.next;
    }
    try {
      if (op instanceof Piece piece) {
        return sendPieces(piece);
      }
      op.perform(this);
    } catch (BadAnswerException e) {
      replace(e);
    } catch (RuntimeException e) {
      LOG.error("{}: answer broken off", this, e);
      breakOff("internal error: " + e);
    }
    return op.next;
  }

  void sendWhole(int finalStatus, Fields fields, ByteBuffer content) {
    if (isOverruled(finalStatus)) {
      return;
    }
    begin(finalStatus, fields);
    int given = content.remaining();
    if (bodyless) {
      content.position(content.limit());
      long length = AnswerRules.announcedWithoutBody(announced, given);
      transmitWhole(finalStatus, fields, content, length);
    } else {
      int sent = AnswerRules.ofWhole(announced, given);
      content.limit(content.position() + sent);
      bodyBytes = sent;
      transmitWhole(finalStatus, fields, content, sent);
    }
    finished = true;
  }

  void sendStart(int finalStatus, Fields fields) {
    if (isOverruled(finalStatus)) {
      return;
    }
    begin(finalStatus, fields);
    transmitHead(finalStatus, fields, announced, bodyless);
  }

  /** An application that fails on a body that was refused did not fail: the client did. */
  private boolean isOverruled(int finalStatus) {
    Refusal why = refusal;
    if (why == null || finalStatus < 500 || finalStatus == why.status() || begun) {
      return false;
    }
    replaced();
    sendError(why.status());
    return true;
  }

  private void begin(int finalStatus, Fields fields) {
    if (begun) {
      throw new IllegalStateException("begun twice");
    }
    status = AnswerRules.finalStatus(finalStatus);
    announced = AnswerFields.contentLength(fields);
    bodyless = AnswerRules.isBodyless(finalStatus, asked.method());
    begun = true;
  }

  void sendInterim(int interimStatus, Fields fields) {
    transmitInterim(interimStatus, fields);
  }

  private @Nullable Op sendPieces(Piece first) {
    int count = 0;
    long bytes = 0;
    long taken = 0;
    Piece last = first;
    for (Piece piece = first; piece != null; piece = piece.following()) {
      int size = piece.bytes();
      int sent = (int) AnswerRules.ofPiece(bodyless, announced, bodyBytes + bytes, size);
      piece.body().limit(piece.body().position() + sent);
      bytes += sent;
      taken += size;
      count++;
      last = piece;
    }
    Op after = last.next;
    bodyBytes += bytes;
    if (bytes > 0) {
      transmitPieces(first, count, bytes);
    }
    forget(taken);
    return after;
  }

  void sendFile(FileChannel file, long position, long count) {
    long sent = AnswerRules.ofPiece(bodyless, announced, bodyBytes, count);
    if (sent <= 0) {
      Op.closeQuietly(file);
      return;
    }
    bodyBytes += sent;
    transmitFile(file, position, sent);
  }

  void sendEnd(Fields trailers) {
    if (AnswerRules.isShort(bodyless, announced, bodyBytes)) {
      breakOff("body shorter than its Content-Length");
      return;
    }
    try {
      transmitEnd(trailers);
      finished = true;
    } catch (BadAnswerException e) {
      count(Counters.Event.BAD_ANSWER);
      LOG.error("{}: trailers refused: {}", this, e.getMessage());
      breakOff("bad trailers: " + e.getMessage());
    }
  }

  void sendAbort(Throwable cause) {
    if (begun) {
      count(Counters.Event.ABORTED);
      breakOff("aborted: " + cause);
    } else {
      sendError(refusal == null ? 500 : refusal.status());
    }
  }

  /** Sends a short answer of our own. */
  protected final void sendError(int errorStatus) {
    Fields fields = Fields.of("Content-Type", "text/plain");
    if (errorStatus == 503) {
      fields.add("Retry-After", "1");
    }
    sendWhole(errorStatus, fields, ByteBuffer.wrap(AnswerRules.text(errorStatus)));
  }

  /** Instead of an answer that cannot be sent. */
  private void replace(BadAnswerException why) {
    count(Counters.Event.BAD_ANSWER);
    LOG.error("{}: answer refused: {}", this, why.getMessage());
    replaced();
    begun = false;
    bodyBytes = 0;
    sendError(500);
  }

  // Where it is

  /** Refuses the request: what an abort before the start says instead of 500. */
  protected final void refuse(Refusal why) {
    refusal = why;
  }

  /** Whether the answer was begun. */
  protected final boolean hasBegun() {
    return begun;
  }

  /** Whether nothing more of the answer is to be transmitted. */
  protected final boolean hasFinished() {
    return finished;
  }

  /** Nothing more of it can be transmitted. */
  final void finish() {
    finished = true;
  }

  /** The status that was begun with, 0 when none was. */
  final int status() {
    return begun ? status : 0;
  }

  /** Bytes of body that were transmitted. */
  final long bodyBytes() {
    return bodyBytes;
  }

  /** What was asked. */
  final Asked asked() {
    return asked;
  }

  final void count(Counters.Event event) {
    asked.profile().counters().count(event);
  }

  @Override
  public String toString() {
    return asked.toString();
  }
}
