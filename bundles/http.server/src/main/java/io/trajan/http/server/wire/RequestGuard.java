package io.trajan.http.server.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads along with the octets of a connection before the decoder gets them, knows where each
 * message ends, and refuses every form in which two readers could disagree about that, or which the
 * decoder would let pass. Pure: no buffers, no clock, no input or output; it can be stopped and
 * resumed at every octet. One per connection, one thread.
 *
 * <pre>
 *  LINE -> FIELDS: no body -> ENDED
 *                  length  -> DATA -> ENDED
 *                  chunked -> CHUNK_LINE -> DATA -> DATA_CR -> DATA_LF -> CHUNK_LINE
 *                             CHUNK_LINE, size 0 -> FIELDS as trailer -> ENDED
 * </pre>
 *
 * {@link RequestLine}, {@link FieldLines} and {@link ChunkLine} know what is inside. Why so strict:
 * RFC 9112 §11.2. Cost: one table look-up per octet of the header, nothing per octet of the body,
 * no allocation.
 */
public final class RequestGuard {
  private enum State {
    LINE,
    FIELDS,
    CHUNK_LINE,
    DATA,
    DATA_CR,
    DATA_LF,
    ENDED,
    REFUSED
  }

  private final GuardLimits limits;
  private final RequestLine line;
  private final FieldLines fields;
  private final ChunkLine chunk = new ChunkLine();
  private State state = State.LINE;
  private @Nullable Refusal refusal;
  private long remaining;
  private long bodyBytes;

  /** A guard at the start of a connection. */
  public RequestGuard(GuardLimits limits) {
    this.limits = limits;
    this.line = new RequestLine(limits.requestLineBytes());
    this.fields = new FieldLines(limits);
  }

  /**
   * Reads on.
   *
   * @return the index after the last octet that was accepted: {@code to} when more may come, less
   *     when the message ended there ({@link #isEnded}) or was refused there ({@link #refusal})
   */
  public int scan(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && state != State.ENDED && state != State.REFUSED) {
      at = step(octets, at, to);
    }
    return at;
  }

  /** How many octets of content follow now, which {@link #skip} may pass over unseen. */
  public long content() {
    return state == State.DATA ? remaining : 0;
  }

  /** Passes over that many octets of content, at most {@link #content}. */
  public void skip(long octets) {
    remaining -= octets;
    if (remaining == 0) {
      state = framing().isChunked() ? State.DATA_CR : State.ENDED;
    }
  }

  /** Whether the message is complete; {@link #next} starts another. */
  public boolean isEnded() {
    return state == State.ENDED;
  }

  /** Whether nothing of a request has come yet. */
  public boolean isAtStart() {
    return state == State.LINE && line.isAtStart();
  }

  /** The length of the body as the header announced it, -1 when it is chunked. */
  public long bodyLength() {
    return framing().isChunked() ? -1 : framing().length();
  }

  /** Why the message is refused, or null. */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /** How many octets of body are certainly still to come; of a chunked one what is known now. */
  public long announced() {
    return switch (state) {
      case ENDED -> 0;
      case CHUNK_LINE -> chunk.size();
      default -> remaining;
    };
  }

  /** Starts the next message. */
  public void next() {
    state = State.LINE;
    line.reset();
    fields.begin(false);
    refusal = null;
    remaining = 0;
    bodyBytes = 0;
  }

  private int step(byte[] octets, int at, int to) {
    return switch (state) {
      case LINE -> line(octets, at, to);
      case FIELDS -> fields(octets, at, to);
      case DATA -> data(at, to);
      default -> single(octets[at] & 0xff) ? at + 1 : at;
    };
  }

  /** Takes one octet; false when it is refused. */
  private boolean single(int octet) {
    return switch (state) {
      case CHUNK_LINE -> chunkLine(octet);
      case DATA_CR -> expect(octet, '\r', State.DATA_LF, Refusal.CHUNK);
      case DATA_LF -> expect(octet, '\n', State.CHUNK_LINE, Refusal.CHUNK) && chunkEnd();
      default -> throw new IllegalStateException("no single octets in " + state);
    };
  }

  private int line(byte[] octets, int from, int to) {
    int at = line.scan(octets, from, to);
    Refusal fault = line.fault();
    if (fault != null) {
      refuse(fault);
    } else if (line.isEnded()) {
      framing().version(line.minorVersion());
      state = State.FIELDS;
    }
    return at;
  }

  private int fields(byte[] octets, int from, int to) {
    int at = fields.scan(octets, from, to);
    Refusal fault = fields.fault();
    if (fault != null) {
      refuse(fault);
    } else if (fields.isEnded()) {
      state = State.ENDED;
      return fields.inTrailer() || headEnd() ? at : at - 1; // Else the decoder would take it.
    }
    return at;
  }

  private FramingFields framing() {
    return fields.framing();
  }

  private boolean headEnd() {
    if (!framing().isConsistent()) {
      return refuse(framing().fault());
    }
    if (framing().isChunked()) {
      return chunkEnd();
    }
    if (framing().length() > limits.bodyBytes()) {
      return refuse(Refusal.BODY_TOO_LARGE);
    }
    if (framing().length() > 0) {
      remaining = framing().length();
      state = State.DATA;
    }
    return true;
  }

  /** The next chunk begins behind the header or behind another. */
  private boolean chunkEnd() {
    chunk.begin();
    state = State.CHUNK_LINE;
    return true;
  }

  private boolean chunkLine(int octet) {
    if (!chunk.take(octet)) {
      return refuse(chunk.fault());
    }
    return !chunk.isEnded() || chunkStart();
  }

  private boolean chunkStart() {
    remaining = chunk.size();
    bodyBytes += remaining;
    if (bodyBytes > limits.bodyBytes()) {
      return refuse(Refusal.BODY_TOO_LARGE);
    }
    if (remaining == 0) {
      fields.begin(true);
      state = State.FIELDS;
    } else {
      state = State.DATA;
    }
    return true;
  }

  private int data(int at, int to) {
    int taken = (int) Math.min(remaining, to - at);
    skip(taken);
    return at + taken;
  }

  private boolean expect(int octet, int wanted, State next, Refusal otherwise) {
    if (octet != wanted) {
      return refuse(otherwise);
    }
    state = next;
    return true;
  }

  private boolean refuse(Refusal why) {
    state = State.REFUSED;
    refusal = why;
    return false;
  }
}
