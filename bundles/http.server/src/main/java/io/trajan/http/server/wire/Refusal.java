package io.trajan.http.server.wire;

/**
 * Everything a client can be refused for, with the status it is told and the name under which it is
 * counted. After each of them the connection is closed, because where the next message would begin
 * is no longer known or no longer trusted.
 */
public enum Refusal {
  /** RFC 9112 §3: not {@code METHOD SP TARGET SP VERSION}. */
  REQUEST_LINE(400, "malformed request line"),
  /** Longer than the limit. */
  REQUEST_LINE_TOO_LONG(414, "request line too long"),
  /** RFC 9110 §15.6.6: a major version other than 1. */
  VERSION(505, "HTTP version not supported"),
  /** RFC 9110 §5.1: a name that is no token, or is empty. */
  FIELD_NAME(400, "malformed field name"),
  /** RFC 9112 §5.1. */
  SPACE_BEFORE_COLON(400, "white space between field name and colon"),
  /** RFC 9112 §5.2: a line that continues the one before. */
  FOLDED_LINE(400, "folded header line"),
  /** RFC 9110 §5.5: a control character in a value. */
  FIELD_VALUE(400, "control character in a field value"),
  /** RFC 9112 §2.2: CR that is not followed by LF. */
  BARE_CR(400, "CR without LF"),
  /** RFC 9112 §2.2: LF that does not follow CR. */
  BARE_LF(400, "LF without CR"),
  /** More bytes of header or trailer fields than the limit. */
  FIELDS_TOO_LARGE(431, "header fields too large"),
  /** More header or trailer fields than the limit. */
  TOO_MANY_FIELDS(431, "too many header fields"),
  /** RFC 9112 §3.2: none, several or a malformed one. */
  HOST(400, "missing, repeated or malformed Host"),
  /** RFC 9112 §3.2.2: the target names another authority than Host. */
  AUTHORITY_MISMATCH(400, ":authority and Host differ"),
  /** RFC 9110 §8.6: not one decimal number. */
  CONTENT_LENGTH(400, "malformed or repeated Content-Length"),
  /** RFC 9112 §6.1: both at once is how requests are smuggled. */
  LENGTH_AND_ENCODING(400, "Content-Length together with Transfer-Encoding"),
  /** RFC 9112 §6.1: anything but exactly {@code chunked}, or in HTTP/1.0. */
  TRANSFER_ENCODING(400, "unsupported Transfer-Encoding"),
  /** RFC 9112 §7.1. */
  CHUNK(400, "malformed chunk"),
  /** Longer than the limit for a chunk's size line. */
  CHUNK_EXTENSION_TOO_LONG(400, "chunk extension too long"),
  /** The guard and the decoder do not agree where the message ends. */
  AMBIGUOUS_END(400, "ambiguous end of message"),
  /** More than the limit. */
  BODY_TOO_LARGE(413, "body too large"),
  /** RFC 9110 §10.1.1: an expectation other than 100-continue. */
  EXPECTATION(417, "unknown expectation"),
  /** RFC 9110 §9.3.6: no tunnels here. */
  CONNECT(501, "CONNECT is not supported"),
  /** The first bytes of a request came, the rest of its header did not in time. */
  HEADER_TIMEOUT(408, "header not received in time"),
  /** The body stopped coming, or came slower than the minimum rate. */
  BODY_TIMEOUT(408, "body not received in time"),
  /** RFC 9113 §8.1.1: fields that HTTP/2 forbids. */
  MALFORMED_STREAM(400, "malformed HTTP/2 request");

  private final int status;
  private final String text;

  Refusal(int status, String text) {
    this.status = status;
    this.text = text;
  }

  /** The status the client is told. */
  public int status() {
    return status;
  }

  /** What was wrong, as a phrase. */
  public String text() {
    return text;
  }
}
