package io.trajan.http.server.wire;

import io.trajan.request.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Who and what a request asks for, from its target and its Host field (RFC 9112 §3.2). A target in
 * absolute form says both: Host, though it must be there and be one, is overruled. Pure.
 *
 * @param path of the target
 * @param query of the target
 * @param authority host and port, empty when none is named
 * @param refusal why it is refused, or null
 */
public record RequestTarget(
    String path, String query, String authority, @Nullable Refusal refusal) {

  /** Takes a request apart; its refusal says whether that made sense. */
  public static RequestTarget of(String method, String target, Fields fields, boolean http10) {
    String host = null;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.name(i).length() == 4 && fields.name(i).equalsIgnoreCase("Host")) {
        if (host != null) {
          return refused(Refusal.HOST);
        }
        host = fields.value(i);
      }
    }
    if (host == null ? !http10 : !isHost(host)) {
      return refused(Refusal.HOST);
    }
    return withHost(method, target, host);
  }

  private static RequestTarget withHost(String method, String target, @Nullable String host) {
    if (method.equals("CONNECT")) {
      return refused(Refusal.CONNECT);
    }
    if (target.startsWith("/")) {
      return split(target, host == null ? "" : host);
    }
    if (target.equals("*")) {
      return method.equals("OPTIONS")
          ? new RequestTarget(target, "", host == null ? "" : host, null)
          : refused(Refusal.REQUEST_LINE);
    }
    return absolute(target);
  }

  private static RequestTarget absolute(String target) {
    int start = startOfAuthority(target);
    if (start < 0) {
      return refused(Refusal.REQUEST_LINE);
    }
    int end = start;
    while (end < target.length() && "/?".indexOf(target.charAt(end)) < 0) {
      end++;
    }
    String authority = target.substring(start, end);
    if (authority.isEmpty() || !isHost(authority)) {
      return refused(Refusal.REQUEST_LINE);
    }
    String rest = target.substring(end);
    return split(rest.startsWith("/") ? rest : "/" + rest, authority);
  }

  private static int startOfAuthority(String target) {
    return target.regionMatches(true, 0, "http://", 0, 7)
        ? 7
        : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
  }

  private static RequestTarget split(String pathAndQuery, String authority) {
    int mark = pathAndQuery.indexOf('?');
    return mark < 0
        ? new RequestTarget(pathAndQuery, "", authority, null)
        : new RequestTarget(
            pathAndQuery.substring(0, mark), pathAndQuery.substring(mark + 1), authority, null);
  }

  /** None, and why. */
  public static RequestTarget refused(Refusal why) {
    return new RequestTarget("", "", "", why);
  }

  /**
   * Whether a text is {@code uri-host [":" port]}, possibly empty (RFC 9110 §7.2): a name, or an
   * address in brackets, and digits.
   */
  public static boolean isHost(String host) {
    int end = host.length();
    if (host.startsWith("[")) {
      int close = host.indexOf(']');
      return close > 1 && isAddress(host, 1, close) && isPort(host, close + 1);
    }
    int colon = host.indexOf(':');
    int nameEnd = colon < 0 ? end : colon;
    for (int i = 0; i < nameEnd; i++) {
      char c = host.charAt(i);
      if (!(isAlphanumeric(c) || "-._~%!$&'()*+;=".indexOf(c) >= 0)) {
        return false;
      }
    }
    return isPort(host, nameEnd);
  }

  private static boolean isAddress(String host, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = host.charAt(i);
      if (!(isAlphanumeric(c) || c == ':' || c == '.')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPort(String host, int from) {
    if (from == host.length()) {
      return true;
    }
    boolean good = host.charAt(from) == ':' && host.length() - from <= 6;
    for (int i = from + 1; good && i < host.length(); i++) {
      good = host.charAt(i) >= '0' && host.charAt(i) <= '9';
    }
    return good;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
