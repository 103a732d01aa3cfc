package io.trajan.http.server.http2;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.trajan.http.server.wire.BadAnswerException;
import io.trajan.http.server.wire.FieldCheck;
import io.trajan.http.server.wire.Refusal;
import io.trajan.http.server.wire.RequestTarget;
import io.trajan.request.Fields;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Heads of HTTP/2 (RFC 9113 §8) to what requests and answers are made of, and back. Pure. */
final class Http2Heads {

  /**
   * A request, or why it is refused.
   *
   * @param target as received
   * @param parts of the target
   */
  record Head(String method, String target, RequestTarget parts, Fields fields) {
    @Nullable Refusal refusal() {
      return parts.refusal();
    }
  }

  private Http2Heads() {}

  /** Reads a request; the decoder has checked order and names of the pseudo fields. */
  static Head request(Http2Headers headers, int maxFields) {
    if (headers.method() == null || headers.path() == null || headers.scheme() == null) {
      boolean connect = "CONNECT".contentEquals(text(headers.method()));
      return refused(connect ? Refusal.CONNECT : Refusal.MALFORMED_STREAM);
    }
    Fields fields = fields(headers);
    if (fields == null) {
      return refused(Refusal.FIELD_VALUE);
    }
    if (fields.size() > maxFields) {
      return refused(Refusal.TOO_MANY_FIELDS);
    }
    String authority = text(headers.authority());
    if (!authority.isEmpty()) {
      String host = fields.get("host");
      if (host != null && !host.equalsIgnoreCase(authority)) {
        return refused(Refusal.AUTHORITY_MISMATCH);
      }
      fields.set("host", authority);
    }
    return withTarget(text(headers.method()), text(headers.path()), fields);
  }

  private static Head withTarget(String method, String path, Fields fields) {
    if (!FieldCheck.isToken(method) || !FieldCheck.isTarget(path)) {
      return refused(Refusal.REQUEST_LINE);
    }
    if (!path.startsWith("/") && !path.equals("*")) {
      return refused(Refusal.REQUEST_LINE);
    }
    RequestTarget parts = RequestTarget.of(method, path, fields, false);
    Refusal refusal = parts.refusal();
    return refusal == null ? new Head(method, path, parts, fields) : refused(refusal);
  }

  /** Nothing that could be handed on. */
  static Head refused(Refusal why) {
    return new Head("GET", "", RequestTarget.refused(why), new Fields());
  }

  /** The fields that are no pseudo fields, cookies joined (§8.2.3), or null when one is bad. */
  static @Nullable Fields fields(Http2Headers headers) {
    Fields fields = new Fields();
    StringBuilder cookies = null;
    for (Map.Entry<CharSequence, CharSequence> field : headers) {
      String name = field.getKey().toString();
      String value = field.getValue().toString().strip();
      if (name.startsWith(":")) {
        continue;
      }
      if (!FieldCheck.isToken(name) || !FieldCheck.isValue(value)) {
        return null;
      }
      if (name.equals("cookie")) {
        cookies = cookies == null ? new StringBuilder(value) : cookies.append("; ").append(value);
      } else {
        fields.add(name, value);
      }
    }
    if (cookies != null) {
      fields.add("cookie", cookies.toString());
    }
    return fields;
  }

  /** The head of an answer; {@code length} is -1 when it is not announced. */
  static Http2Headers answer(int status, Fields fields, long length, String date, String server) {
    Http2Headers headers = new DefaultHttp2Headers(false, fields.size() + 4);
    headers.status(Integer.toString(status));
    boolean interim = status < 200;
    if (!interim && !fields.has("Date")) {
      headers.add("date", date);
    }
    if (!interim && !server.isEmpty() && !fields.has("Server")) {
      headers.add("server", server);
    }
    add(headers, fields);
    if (length >= 0) {
      headers.add("content-length", Long.toString(length));
    }
    return headers;
  }

  /** Trailer fields. */
  static Http2Headers trailers(Fields fields) {
    Http2Headers headers = new DefaultHttp2Headers(false, fields.size());
    add(headers, fields);
    return headers;
  }

  private static void add(Http2Headers headers, Fields fields) {
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i).toLowerCase(Locale.ROOT);
      if (!FieldCheck.isToken(name) || !FieldCheck.isValue(fields.value(i))) {
        throw new BadAnswerException("field " + i + " has a character that is not allowed");
      }
      if (!isOfConnection(name)) {
        headers.add(name, fields.value(i));
      }
    }
  }

  private static boolean isOfConnection(String name) {
    return switch (name) {
      case "connection",
          "keep-alive",
          "proxy-connection",
          "transfer-encoding",
          "upgrade",
          "content-length" ->
          true;
      default -> false;
    };
  }

  private static String text(@Nullable CharSequence value) {
    return value == null ? "" : value.toString();
  }
}
