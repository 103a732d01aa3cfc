package io.trajan.http.server.wire;

import org.jspecify.annotations.Nullable;

/**
 * Reads along with a request line (RFC 9112 §3) and the empty lines that may come before it. Pure,
 * can be stopped and resumed at every octet.
 *
 * <pre>
 *  EMPTY_LINES -> METHOD -> TARGET -> VERSION -CR-> LINE_LF -> ENDED
 *    |    ^
 *    CR   LF
 *    v    |
 *  EMPTY_LINE_LF
 * </pre>
 */
final class RequestLine {
  private enum State {
    EMPTY_LINES,
    EMPTY_LINE_LF,
    METHOD,
    TARGET,
    VERSION,
    LINE_LF,
    ENDED
  }

  private final int mostBytes;
  private State state = State.EMPTY_LINES;
  private @Nullable Refusal fault;
  private int lineBytes;
  private int emptyLines;
  private int partBytes;
  private int minorVersion;

  /** For lines of at most that many octets. */
  RequestLine(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  void reset() {
    state = State.EMPTY_LINES;
    fault = null;
    lineBytes = 0;
    emptyLines = 0;
    partBytes = 0;
  }

  /** Whether nothing has come yet. */
  boolean isAtStart() {
    return state == State.EMPTY_LINES && emptyLines == 0;
  }

  boolean isEnded() {
    return state == State.ENDED;
  }

  /** Why it is refused, or null. */
  @Nullable Refusal fault() {
    return fault;
  }

  /** The digit behind the point of the version. */
  int minorVersion() {
    return minorVersion;
  }

  /** Reads on; the index after the last octet that was accepted. */
  int scan(byte[] octets, int from, int to) {
    int at = from;
    while (at < to && fault == null && state != State.ENDED) {
      if (state == State.TARGET) {
        at = target(octets, at, to);
      } else if (single(octets[at] & 0xff)) {
        at++;
      }
    }
    return at;
  }

  /** Takes one octet; false when it is refused. */
  private boolean single(int octet) {
    return switch (state) {
      case EMPTY_LINES -> emptyLines(octet);
      case EMPTY_LINE_LF -> expect(octet, '\n', State.EMPTY_LINES, Refusal.BARE_CR);
      case METHOD -> method(octet);
      case VERSION -> version(octet);
      case LINE_LF -> expect(octet, '\n', State.ENDED, Refusal.BARE_CR);
      case TARGET, ENDED -> throw new IllegalStateException("no single octets in " + state);
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
    int most = Math.min(to, from + mostBytes - lineBytes + 1);
    int at = from;
    while (at < most && Octets.TARGET[octets[at] & 0xff]) {
      at++;
    }
    lineBytes += at - from;
    partBytes += at - from;
    if (lineBytes > mostBytes) {
      refuse(Refusal.REQUEST_LINE_TOO_LONG);
    } else if (at < to) {
      return targetEnd(octets[at]) ? at + 1 : at;
    }
    return at;
  }

  private boolean targetEnd(int octet) {
    if (octet != ' ' || partBytes == 0) {
      return refuse(Refusal.REQUEST_LINE);
    }
    state = State.VERSION;
    partBytes = 0;
    return true;
  }

  private boolean version(int octet) {
    if (partBytes < 5) {
      return octet == "HTTP/".charAt(partBytes++) || refuse(Refusal.REQUEST_LINE);
    }
    return switch (partBytes++) {
      case 5 -> octet == '1' || refuse(isDigit(octet) ? Refusal.VERSION : Refusal.REQUEST_LINE);
      case 6 -> octet == '.' || refuse(Refusal.REQUEST_LINE);
      case 7 -> minorVersion(octet);
      default -> expect(octet, '\r', State.LINE_LF, Refusal.REQUEST_LINE);
    };
  }

  private boolean minorVersion(int octet) {
    minorVersion = octet - '0';
    return octet == '0'
        || octet == '1'
        || refuse(isDigit(octet) ? Refusal.VERSION : Refusal.REQUEST_LINE);
  }

  private boolean expect(int octet, int wanted, State next, Refusal otherwise) {
    if (octet != wanted) {
      return refuse(otherwise);
    }
    state = next;
    return true;
  }

  private boolean refuse(Refusal why) {
    fault = why;
    return false;
  }

  private static boolean isDigit(int octet) {
    return octet >= '0' && octet <= '9';
  }
}
