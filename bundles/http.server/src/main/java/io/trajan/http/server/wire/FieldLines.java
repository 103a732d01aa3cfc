package io.trajan.http.server.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads along with the fields of a header or of a trailer (RFC 9112 §5) and the empty line behind
 * them. Pure, can be stopped and resumed at every octet.
 *
 * <pre>
 *  START ------CR------> END_LF -> ENDED
 *   |  ^
 *  name LF
 *   v  |
 *  NAME -> VALUE -CR-> VALUE_LF
 * </pre>
 */
final class FieldLines {
  private enum State {
    START,
    NAME,
    VALUE,
    VALUE_LF,
    END_LF,
    ENDED
  }

  private static final int COLON_AND_LINE_END = 3;

  private final GuardLimits limits;
  private final FramingFields framing = new FramingFields();
  private State state = State.START;
  private @Nullable Refusal fault;
  private boolean inTrailer;
  private int bytes;
  private int count;

  FieldLines(GuardLimits limits) {
    this.limits = limits;
  }

  /** What the fields of the header say about the body. */
  FramingFields framing() {
    return framing;
  }

  /** Fields begin: those of a header, which forget what the header before said, or of a trailer. */
  void begin(boolean trailer) {
    state = State.START;
    fault = null;
    inTrailer = trailer;
    bytes = 0;
    count = 0;
    if (!trailer) {
      framing.reset();
    }
  }

  boolean inTrailer() {
    return inTrailer;
  }

  boolean isEnded() {
    return state == State.ENDED;
  }

  /** Why they are refused, or null. */
  @Nullable Refusal fault() {
    return fault;
  }

  /** Reads on; the index after the last octet that was accepted. */
  int scan(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && fault == null && state != State.ENDED) {
      at = step(octets, at, to);
    }
    return at;
  }

  private int step(byte[] octets, int at, int to) {
    return switch (state) {
      case START -> start(octets[at] & 0xff) ? at + 1 : at;
      case NAME -> name(octets, at, to);
      case VALUE -> value(octets, at, to);
      case VALUE_LF -> lineFeed(octets[at], State.START) ? at + 1 : at;
      case END_LF -> lineFeed(octets[at], State.ENDED) ? at + 1 : at;
      case ENDED -> throw new IllegalStateException("the fields have ended");
    };
  }

  private boolean start(int octet) {
    if (octet == '\r') {
      state = State.END_LF;
      return true;
    }
    if (octet == ' ' || octet == '\t') {
      return refuse(Refusal.FOLDED_LINE);
    }
    if (++count > limits.headerCount()) {
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
      return nameEnd(octets[at]) ? at + 1 : at;
    }
    return at;
  }

  private boolean nameEnd(int octet) {
    if (octet != ':') {
      boolean space = octet == ' ' || octet == '\t';
      return refuse(space ? Refusal.SPACE_BEFORE_COLON : Refusal.FIELD_NAME);
    }
    framing.startValue();
    state = State.VALUE;
    return true;
  }

  private int value(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && Octets.VALUE[octets[at] & 0xff]) {
      at++;
    }
    framing.value(octets, from, at);
    if (grow(at - from) && at < to) {
      return valueEnd(octets[at]) ? at + 1 : at;
    }
    return at;
  }

  private boolean valueEnd(int octet) {
    if (octet != '\r') {
      return refuse(octet == '\n' ? Refusal.BARE_LF : Refusal.FIELD_VALUE);
    }
    if (!framing.endValue(inTrailer)) {
      return refuse(framing.fault());
    }
    state = State.VALUE_LF;
    return true;
  }

  private boolean lineFeed(int octet, State next) {
    if (octet != '\n') {
      return refuse(Refusal.BARE_CR);
    }
    state = next;
    return true;
  }

  private boolean grow(int octets) {
    bytes += octets;
    return bytes <= limits.headerBytes() || refuse(Refusal.FIELDS_TOO_LARGE);
  }

  private boolean refuse(Refusal why) {
    fault = why;
    return false;
  }
}
