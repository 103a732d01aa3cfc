package io.trajan.http.server.wire;

/**
 * Reads along with the line before a chunk (RFC 9112 §7.1): its size, extensions that nobody looks
 * at, and the line end. Pure, can be stopped and resumed at every octet.
 *
 * <pre>
 *  SIZE -;-> EXTENSION -CR-> LF -> ENDED
 *     \---------CR----------/
 * </pre>
 */
final class ChunkLine {
  private enum State {
    SIZE,
    EXTENSION,
    LF,
    ENDED
  }

  private static final int MOST_DIGITS = 16;

  private State state = State.ENDED;
  private Refusal fault = Refusal.CHUNK;
  private long size;
  private int digits;
  private int extensionBytes;

  /** Another line begins. */
  void begin() {
    state = State.SIZE;
    size = 0;
    digits = 0;
    extensionBytes = 0;
  }

  boolean isEnded() {
    return state == State.ENDED;
  }

  /** The size, as far as it has come. */
  long size() {
    return size;
  }

  /** Why {@link #take} has said no. */
  Refusal fault() {
    return fault;
  }

  /** Takes one octet; false when it is refused. */
  boolean take(int octet) {
    return switch (state) {
      case SIZE -> sizeOctet(octet);
      case EXTENSION -> extensionOctet(octet);
      case LF -> end(octet);
      case ENDED -> throw new IllegalStateException("the line has ended");
    };
  }

  private boolean sizeOctet(int octet) {
    int digit = Octets.hex(octet);
    if (digit >= 0) {
      size = size * 16 + digit;
      return (++digits <= MOST_DIGITS && size <= Integer.MAX_VALUE) || refuse(Refusal.CHUNK);
    }
    if (digits == 0 || (octet != '\r' && octet != ';')) {
      return refuse(octet == '\n' ? Refusal.BARE_LF : Refusal.CHUNK);
    }
    state = octet == ';' ? State.EXTENSION : State.LF;
    return true;
  }

  private boolean extensionOctet(int octet) {
    if (octet == '\r') {
      state = State.LF;
      return true;
    }
    if (++extensionBytes > GuardLimits.CHUNK_LINE_BYTES) {
      return refuse(Refusal.CHUNK_EXTENSION_TOO_LONG);
    }
    return Octets.VALUE[octet] || refuse(octet == '\n' ? Refusal.BARE_LF : Refusal.CHUNK);
  }

  private boolean end(int octet) {
    state = State.ENDED;
    return octet == '\n' || refuse(Refusal.BARE_CR);
  }

  private boolean refuse(Refusal why) {
    fault = why;
    return false;
  }
}
