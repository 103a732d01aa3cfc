package io.trajan.http.server.wire;

import io.trajan.request.Fields;

/** What the fields of a request say about the connection. Pure. */
public final class RequestFields {
  /** What a request expects (RFC 9110 §10.1.1). */
  public enum Expectation {
    /** Nothing, or it speaks HTTP/1.0, where expectations are not known. */
    NONE,
    /** To be told before it sends its body. */
    CONTINUE,
    /** Something unknown. */
    UNKNOWN
  }

  private RequestFields() {}

  /** What it expects. */
  public static Expectation expectation(Fields fields, boolean http10) {
    String value = http10 ? null : fields.get("Expect");
    if (value == null) {
      return Expectation.NONE;
    }
    boolean known = value.equalsIgnoreCase("100-continue") && fields.all("Expect").size() == 1;
    return known ? Expectation.CONTINUE : Expectation.UNKNOWN;
  }

  /** Whether the client wants the connection closed after the answer (RFC 9112 §9.3). */
  public static boolean closes(Fields fields, boolean http10) {
    boolean close = false;
    boolean keep = false;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.name(i).length() == 10 && fields.name(i).equalsIgnoreCase("Connection")) {
        close |= hasToken(fields.value(i), "close");
        keep |= hasToken(fields.value(i), "keep-alive");
      }
    }
    return close || (http10 && !keep);
  }

  /** Whether a list of tokens has that one. */
  static boolean hasToken(String list, String token) {
    int from = 0;
    while (from <= list.length()) {
      int comma = list.indexOf(',', from);
      int to = comma < 0 ? list.length() : comma;
      if (list.substring(from, to).strip().equalsIgnoreCase(token)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }
}
