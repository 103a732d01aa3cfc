package io.trajan.http.server.http1;

/**
 * The life of a connection: in which phase it is, and what each event means there. Pure: what has
 * to be done is returned, not done. One per connection, one thread.
 *
 * <pre>
 *   IDLE --first octet--> HEAD --header, no or small body--> COLLECT --body complete--> SERVE
 *                           \---header, large body-----------------------------------> SERVE
 *   SERVE --answer made, request complete--> IDLE, even with some of it still to be written
 *   SERVE --answer made, body still coming--> DRAIN --body complete--> IDLE
 *   any   --refusal, or answer with Connection: close--> LINGER --client closes, or deadline--> CLOSED
 *   SERVE --hijack--> RAW
 * </pre>
 */
final class Life {
  /** What follows from an event. */
  enum Then {
    /** Nothing at once. */
    NOTHING,
    /** The application is called. */
    DISPATCH,
    /** The next request may be read. */
    NEXT,
    /** The rest of the request is read. */
    READ_ON,
    /** The application hears why its request will not be complete. */
    TELL_APPLICATION,
    /** The client hears why it is refused, then the connection closes. */
    ANSWER_REFUSAL,
    /** The connection closes behind the answer that was made, reading on. */
    LINGER_BEHIND,
    /** It closes at once when everything is written, else behind that. */
    CLOSE_BEHIND,
    /** It closes if everything is written. */
    CLOSE_IF_WRITTEN,
    /** The body that the application reads fails. */
    FAIL_BODY,
    /** The application hears that the client sends no more. */
    END_RAW
  }

  private Phase phase = Phase.IDLE;
  private boolean requestEnded;
  private boolean answered;
  private boolean closes;
  private boolean clientCloses;
  private boolean refused;
  private boolean inputEnded;
  private boolean shut;

  Phase phase() {
    return phase;
  }

  boolean is(Phase wanted) {
    return phase == wanted;
  }

  /** Whether what comes in is not listened to any more. */
  boolean isDeaf() {
    return refused || (answered && closes) || phase == Phase.LINGER || phase == Phase.CLOSED;
  }

  /** Whether bytes that come belong to a request. */
  boolean isListening() {
    return !isDeaf() && phase != Phase.RAW;
  }

  /** Whether the decoder has not seen the end of the current message. */
  boolean expectsMore() {
    return !requestEnded && isListening();
  }

  boolean isRequestEnded() {
    return requestEnded;
  }

  /** Whether the answer that is made, or will be, is the last. */
  boolean closes() {
    return closes;
  }

  /** Whether the client has ended its direction. */
  boolean isInputEnded() {
    return inputEnded;
  }

  /** Whether our direction was ended. */
  boolean isShut() {
    return shut;
  }

  /** Whether the connection ends with the answer that was written now. */
  boolean endsWithAnswer() {
    return answered && closes && phase != Phase.LINGER;
  }

  /** Whether a close now takes nothing from the client: it has sent all and wants it so. */
  boolean isAgreed() {
    return clientCloses && requestEnded && !refused;
  }

  /** The first octet of a request came; true when it is the first. */
  boolean begins() {
    boolean first = phase == Phase.IDLE;
    phase = first ? Phase.HEAD : phase;
    return first;
  }

  /** A header came, after which the client wants to close, or has nothing more to say. */
  void headRead(boolean clientWantsToClose, boolean holdsMore) {
    clientCloses = clientWantsToClose;
    closes = clientWantsToClose || (inputEnded && !holdsMore);
    phase = Phase.COLLECT;
  }

  /** The application has it now. */
  void serves() {
    phase = Phase.SERVE;
  }

  /** The last octet of the request came. */
  Then requestEnds() {
    requestEnded = true;
    return switch (phase) {
      case COLLECT -> Then.DISPATCH;
      case DRAIN -> Then.NEXT;
      case IDLE, HEAD, SERVE, LINGER, RAW, CLOSED -> Then.NOTHING;
    };
  }

  /** The answer was made; it may not be written yet. */
  Then answers() {
    answered = true;
    if (closes) {
      return Then.NOTHING; // Until it is written.
    }
    if (requestEnded) {
      return Then.NEXT;
    }
    phase = Phase.DRAIN;
    return Then.READ_ON;
  }

  /** The answer being made is the last. */
  void close() {
    closes = true;
  }

  /** Another request may come. */
  void next() {
    answered = false;
    requestEnded = false;
    phase = Phase.IDLE;
  }

  boolean isAnswered() {
    return answered;
  }

  /** What the client sent is refused. */
  Then refuses() {
    if (!isListening()) {
      return Then.NOTHING;
    }
    refused = true;
    closes = true;
    Phase before = phase;
    phase = before == Phase.SERVE ? Phase.SERVE : Phase.LINGER;
    return switch (before) {
      case SERVE -> Then.TELL_APPLICATION;
      case DRAIN -> Then.LINGER_BEHIND;
      default -> Then.ANSWER_REFUSAL;
    };
  }

  /** The client has ended its direction; what it sent before may still be held. */
  void inputEnded() {
    inputEnded = true;
  }

  /** Nothing is left of what the client sent before it ended its direction. */
  Then inputEnds() {
    closes = true;
    return switch (phase) {
      case IDLE, HEAD, COLLECT, DRAIN -> Then.CLOSE_BEHIND;
      case SERVE -> requestEnded ? Then.NOTHING : Then.FAIL_BODY;
      case RAW -> Then.END_RAW;
      case LINGER -> Then.CLOSE_IF_WRITTEN;
      case CLOSED -> Then.NOTHING;
    };
  }

  /** The application has taken the connection over. */
  void takenOver() {
    phase = Phase.RAW;
  }

  /** What comes in is not listened to any more; something has to be written yet. */
  void lastWords() {
    phase = Phase.LINGER;
  }

  /** Our direction ends; false when it had ended before. */
  boolean shuts() {
    if (phase == Phase.CLOSED || shut) {
      return false;
    }
    phase = Phase.LINGER;
    shut = true;
    return true;
  }

  /** It is over; false when it was before. */
  boolean ends() {
    boolean first = phase != Phase.CLOSED;
    phase = Phase.CLOSED;
    return first;
  }
}
