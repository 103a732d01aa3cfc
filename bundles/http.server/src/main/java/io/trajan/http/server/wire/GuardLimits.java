package io.trajan.http.server.wire;

/**
 * What the guard lets through.
 *
 * @param requestLineBytes longest request line, without its end
 * @param headerBytes most bytes of header fields, ends of lines included; the same again for
 *     trailer fields
 * @param headerCount most header fields; the same again for trailer fields
 * @param bodyBytes longest body
 */
public record GuardLimits(int requestLineBytes, int headerBytes, int headerCount, long bodyBytes) {
  /** Longest line with the size of a chunk, its extension included. */
  static final int CHUNK_LINE_BYTES = 256;

  /** Empty lines before a request line that are passed over (RFC 9112 §2.2 asks for one). */
  static final int EMPTY_LINES = 4;

  /** Longest method. */
  static final int METHOD_BYTES = 32;
}
