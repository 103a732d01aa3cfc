package io.trajan.http.server.wire;

/** Whether names and values may stand in a header. Pure. */
public final class FieldCheck {
  private FieldCheck() {}

  /** Whether it is a token (RFC 9110 §5.6.2). */
  public static boolean isToken(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 127 || !Octets.TOKEN[c]) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Whether it has only characters that a value may have (RFC 9110 §5.5). */
  public static boolean isValue(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 255 || !Octets.VALUE[c]) {
        return false;
      }
    }
    return true;
  }

  /** Whether it has only characters that a request target may have (RFC 9112 §3.2). */
  public static boolean isTarget(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > 255 || !Octets.TARGET[c]) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
