package io.trajan.http.server.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads along with the octets of a connection before the decoder gets them, knows where each
 * message ends, and refuses every form in which two readers could disagree about that, or which the
 * decoder would let pass. Pure: no buffers, no clock, no input or output; it can be stopped and
 * resumed at every octet. One per connection, one thread.
 *
 * <pre>
 *  EMPTY_LINES -> METHOD -> TARGET -> VERSION -> LINE_LF -> FIELD_START --CR--> HEAD_LF
 *                                                  ^  name  |   ^                  |
 *                                                  |        v   |                  v
 *                                                  |      NAME -> VALUE -CR-> VALUE_LF
 *  HEAD_LF: no body  -> ENDED
 *           length   -> DATA (one piece) -> ENDED
 *           chunked  -> CHUNK_SIZE -> [EXTENSION] -> CHUNK_LF -> DATA -> DATA_CR -> DATA_LF -> CHUNK_SIZE
 *                       size 0: CHUNK_LF -> FIELD_START as trailer -> HEAD_LF -> ENDED
 * </pre>
 *
 * Why so strict: RFC 9112 §11.2. Cost: one table look-up per octet of the header, nothing per octet
 * of the body, no allocation.
 */
public final class RequestGuard {
  private enum State {
    EMPTY_LINES,
    EMPTY_LINE_LF,
    METHOD,
    TARGET,
    VERSION,
    LINE_LF,
    FIELD_START,
    NAME,
    VALUE,
    VALUE_LF,
    HEAD_LF,
    CHUNK_SIZE,
    EXTENSION,
    CHUNK_LF,
    DATA,
    DATA_CR,
    DATA_LF,
    ENDED,
    REFUSED
  }

  private static final int COLON_AND_LINE_END = 3;
  private static final int CHUNK_DIGITS = 16;

  private final GuardLimits limits;
  private final FramingFields framing = new FramingFields();
  private State state = State.EMPTY_LINES;
  private @Nullable Refusal refusal;
  private int lineBytes;
  private int emptyLines;
  private int versionBytes;
  private int fieldBytes;
  private int fieldCount;
  private boolean inTrailer;
  private long remaining;
  private long bodyBytes;
  private int sizeDigits;

  /** A guard at the start of a connection. */
  public RequestGuard(GuardLimits limits) {
    this.limits = limits;
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
      state = framing.isChunked() ? State.DATA_CR : State.ENDED;
    }
  }

  /** Whether the message is complete; {@link #next} starts another. */
  public boolean isEnded() {
    return state == State.ENDED;
  }

  /** Whether nothing of a request has come yet. */
  public boolean isAtStart() {
    return state == State.EMPTY_LINES && emptyLines == 0;
  }

  /** The length of the body as the header announced it, -1 when it is chunked. */
  public long bodyLength() {
    return framing.isChunked() ? -1 : framing.length();
  }

  /** Why the message is refused, or null. */
  public @Nullable Refusal refusal() {
    return refusal;
  }

  /** How many octets of body are certainly still to come; of a chunked one what is known now. */
  public long announced() {
    return state == State.ENDED ? 0 : remaining;
  }

  /** Starts the next message. */
  public void next() {
    state = State.EMPTY_LINES;
    framing.reset();
    refusal = null;
    lineBytes = 0;
    emptyLines = 0;
    versionBytes = 0;
    fieldBytes = 0;
    fieldCount = 0;
    inTrailer = false;
    remaining = 0;
    bodyBytes = 0;
  }

  private int step(byte[] octets, int at, int to) {
    return switch (state) {
      case TARGET -> target(octets, at, to);
      case NAME -> name(octets, at, to);
      case VALUE -> value(octets, at, to);
      case DATA -> data(at, to);
      default -> single(octets[at] & 0xff) ? at + 1 : at;
    };
  }

  /** Takes one octet; false when it is refused. */
  private boolean single(int octet) {
    return switch (state) {
      case EMPTY_LINES -> emptyLines(octet);
      case EMPTY_LINE_LF -> lineFeed(octet, State.EMPTY_LINES);
      case METHOD -> method(octet);
      case VERSION -> version(octet);
      case LINE_LF, VALUE_LF -> lineFeed(octet, State.FIELD_START);
      case FIELD_START -> fieldStart(octet);
      case HEAD_LF -> lineFeed(octet, State.ENDED) && (inTrailer || headEnd());
      case CHUNK_SIZE -> chunkSize(octet);
      case EXTENSION -> extension(octet);
      case CHUNK_LF -> lineFeed(octet, State.DATA) && chunkStart();
      case DATA_CR -> expect(octet, '\r', State.DATA_LF, Refusal.CHUNK);
      case DATA_LF -> expect(octet, '\n', State.CHUNK_SIZE, Refusal.CHUNK) && chunkEnd();
      default -> throw new IllegalStateException("no single octets in " + state);
    };
  }

  private boolean emptyLines(int octet) {
    if (octet == '\r') {
      state = State.EMPTY_LINE_LF;
      return ++emptyLines <= GuardLimits.EMPTY_LINES || refuse(Refusal.REQUEST_LINE);
    }
    state = State.METHOD;
    return method(octet);
  }

  private boolean method(int octet) {
    if (octet == ' ' && lineBytes > 0) {
      state = State.TARGET;
      lineBytes++;
      return true;
    }
    if (octet == '\n' && lineBytes == 0) {
      return refuse(Refusal.BARE_LF);
    }
    return (Octets.TOKEN[octet] && ++lineBytes <= GuardLimits.METHOD_BYTES)
        || refuse(Refusal.REQUEST_LINE);
  }

  private int target(byte[] octets, int from, int to) {
    int most = Math.min(to, from + limits.requestLineBytes() - lineBytes + 1);
    int at = from;
    while (at < most && Octets.TARGET[octets[at] & 0xff]) {
      at++;
    }
    lineBytes += at - from;
    versionBytes += at - from;
    if (lineBytes > limits.requestLineBytes()) {
      refuse(Refusal.REQUEST_LINE_TOO_LONG);
    } else if (at < to) {
      if (octets[at] != ' ' || versionBytes == 0) {
        refuse(Refusal.REQUEST_LINE);
      } else {
        state = State.VERSION;
        versionBytes = 0;
        at++;
      }
    }
    return at;
  }

  private boolean version(int octet) {
    if (versionBytes < 5) {
      return octet == "HTTP/".charAt(versionBytes++) || refuse(Refusal.REQUEST_LINE);
    }
    return switch (versionBytes++) {
      case 5 -> octet == '1' || refuse(isDigit(octet) ? Refusal.VERSION : Refusal.REQUEST_LINE);
      case 6 -> octet == '.' || refuse(Refusal.REQUEST_LINE);
      case 7 -> minorVersion(octet);
      default -> expect(octet, '\r', State.LINE_LF, Refusal.REQUEST_LINE);
    };
  }

  private boolean minorVersion(int octet) {
    framing.version(octet - '0');
    return octet == '0'
        || octet == '1'
        || refuse(isDigit(octet) ? Refusal.VERSION : Refusal.REQUEST_LINE);
  }

  private boolean fieldStart(int octet) {
    if (octet == '\r') {
      state = State.HEAD_LF;
      return true;
    }
    if (octet == ' ' || octet == '\t') {
      return refuse(Refusal.FOLDED_LINE);
    }
    if (++fieldCount > limits.headerCount()) {
      return refuse(Refusal.TOO_MANY_FIELDS);
    }
    if (!Octets.TOKEN[octet]) {
      return refuse(octet == '\n' ? Refusal.BARE_LF : Refusal.FIELD_NAME);
    }
    framing.startName();
    framing.nameOctet(octet);
    state = State.NAME;
    return grow(1 + COLON_AND_LINE_END);
  }

  private int name(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && Octets.TOKEN[octets[at] & 0xff]) {
      framing.nameOctet(octets[at++]);
    }
    if (grow(at - from) && at < to) {
      if (octets[at] == ':') {
        framing.startValue();
        state = State.VALUE;
        at++;
      } else {
        boolean space = octets[at] == ' ' || octets[at] == '\t';
        refuse(space ? Refusal.SPACE_BEFORE_COLON : Refusal.FIELD_NAME);
      }
    }
    return at;
  }

  private int value(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && Octets.VALUE[octets[at] & 0xff]) {
      at++;
    }
    framing.value(octets, from, at);
    if (grow(at - from) && at < to) {
      if (octets[at] != '\r') {
        refuse(octets[at] == '\n' ? Refusal.BARE_LF : Refusal.FIELD_VALUE);
      } else if (!framing.endValue(inTrailer)) {
        refuse(framing.fault());
      } else {
        state = State.VALUE_LF;
        at++;
      }
    }
    return at;
  }

  private boolean headEnd() {
    if (!framing.isConsistent()) {
      return refuse(framing.fault());
    }
    if (framing.isChunked()) {
      startChunkSize();
    } else if (framing.length() > limits.bodyBytes()) {
      return refuse(Refusal.BODY_TOO_LARGE);
    } else if (framing.length() > 0) {
      remaining = framing.length();
      state = State.DATA;
    }
    return true;
  }

  private void startChunkSize() {
    state = State.CHUNK_SIZE;
    remaining = 0;
    sizeDigits = 0;
    lineBytes = 0;
  }

  private boolean chunkSize(int octet) {
    int digit = Octets.hex(octet);
    if (digit >= 0) {
      remaining = remaining * 16 + digit;
      return (++sizeDigits <= CHUNK_DIGITS && remaining <= Integer.MAX_VALUE)
          || refuse(Refusal.CHUNK);
    }
    if (sizeDigits == 0 || (octet != '\r' && octet != ';')) {
      return refuse(octet == '\n' ? Refusal.BARE_LF : Refusal.CHUNK);
    }
    state = octet == ';' ? State.EXTENSION : State.CHUNK_LF;
    return true;
  }

  private boolean extension(int octet) {
    if (octet == '\r') {
      state = State.CHUNK_LF;
      return true;
    }
    if (++lineBytes > GuardLimits.CHUNK_LINE_BYTES) {
      return refuse(Refusal.CHUNK_EXTENSION_TOO_LONG);
    }
    return Octets.VALUE[octet] || refuse(octet == '\n' ? Refusal.BARE_LF : Refusal.CHUNK);
  }

  private boolean chunkStart() {
    bodyBytes += remaining;
    if (bodyBytes > limits.bodyBytes()) {
      return refuse(Refusal.BODY_TOO_LARGE);
    }
    if (remaining == 0) {
      inTrailer = true;
      fieldBytes = 0;
      fieldCount = 0;
      state = State.FIELD_START;
    }
    return true;
  }

  private boolean chunkEnd() {
    startChunkSize();
    return true;
  }

  private int data(int at, int to) {
    int taken = (int) Math.min(remaining, to - at);
    skip(taken);
    return at + taken;
  }

  private boolean lineFeed(int octet, State next) {
    return expect(octet, '\n', next, Refusal.BARE_CR);
  }

  private boolean expect(int octet, int wanted, State next, Refusal otherwise) {
    if (octet != wanted) {
      return refuse(otherwise);
    }
    state = next;
    return true;
  }

  private boolean grow(int octets) {
    fieldBytes += octets;
    return fieldBytes <= limits.headerBytes() || refuse(Refusal.FIELDS_TOO_LARGE);
  }

  private boolean refuse(Refusal why) {
    state = State.REFUSED;
    refusal = why;
    return false;
  }

  private static boolean isDigit(int octet) {
    return octet >= '0' && octet <= '9';
  }
}
