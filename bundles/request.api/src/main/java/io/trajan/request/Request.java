package io.trajan.request;

import java.util.Map;

/**
 * One request as its listener decoded it, whatever the protocol. Immutable but for the body, which
 * can be read once. Made by the listener, valid until its {@link Response} is done; may be used by
 * any thread. All strings hold one byte per character (ISO-8859-1).
 */
public interface Request {
  /** The vassal whose listener took it, or which a shared router chose. */
  String vassal();

  /** The method, a token, upper case by convention only (RFC 9110 §9). */
  String method();

  /**
   * The request target as received: usually path and query, but {@code *} and absolute forms occur.
   */
  String target();

  /**
   * The path of the target, not decoded, without the query; starts with a slash, or is {@code *}
   * (OPTIONS), or empty (CONNECT).
   */
  String path();

  /** What follows the first question mark, not decoded; empty when there is none. */
  String query();

  /** The protocol as a CGI variable would say it: {@code HTTP/1.1}, {@code HTTP/2}. */
  String protocol();

  /**
   * {@code http} or {@code https}, by the connection the client used as far as the listener can
   * know.
   */
  String scheme();

  /**
   * Host and optional port that the client asked for (Host or :authority); empty when it named
   * none.
   */
  String authority();

  /** The header fields; the caller does not change them. */
  Fields headers();

  /** The client's end; behind a PROXY protocol header the end that this named. */
  Endpoint remote();

  /** Our end. */
  Endpoint local();

  /**
   * Variables that the protocol carried beside the header fields (FastCGI, uwsgi, SCGI); empty for
   * HTTP.
   */
  default Map<String, String> variables() {
    return Map.of();
  }

  /** The body; empty but never null when there is none. */
  RequestBody body();

  /** {@link System#nanoTime} when the first byte of the request was read. */
  long receivedNanos();

  /**
   * The prefix of {@link #path} under which the handler was found: empty at the root, otherwise
   * starting with a slash and not ending in one.
   */
  default String mount() {
    return "";
  }

  /** The same request as seen by a handler at a mount. */
  default Request at(String mount) {
    return mount.equals(mount()) ? this : new MountedRequest(this, mount);
  }
}
