package io.trajan.http.server.exchange;

import io.trajan.http.server.wire.BadAnswerException;
import io.trajan.http.server.wire.Reasons;
import java.nio.charset.StandardCharsets;

/** What holds for an answer in every version of HTTP. Pure. */
final class AnswerRules {
  /** The length of a body that nobody has announced. */
  static final long UNKNOWN = -1;

  private AnswerRules() {}

  /** Whether it may come before the final status (RFC 9110 §15.2); 101 is final for us. */
  static boolean isInterim(int status) {
    return status >= 100 && status <= 199 && status != 101;
  }

  /** The final status itself. */
  static int finalStatus(int status) {
    if (status < 101 || status > 999 || (status < 200 && status != 101)) {
      throw new BadAnswerException("not a final status: " + status);
    }
    return status;
  }

  /** Whether no body follows whatever the fields say (RFC 9110 §6.4.1). */
  static boolean isBodyless(int status, String method) {
    return status == 204 || status == 304 || status == 101 || method.equals("HEAD");
  }

  /** The length to announce for an answer that is there as a whole, but whose body is not sent. */
  static long announcedWithoutBody(long announced, int given) {
    return announced < 0 && given > 0 ? given : announced;
  }

  /** How much of a body that is there as a whole is sent: what was announced, or all. */
  static int ofWhole(long announced, int given) {
    if (announced > given) {
      throw new BadAnswerException(
          "Content-Length " + announced + ", but the body has " + given + " bytes");
    }
    return announced < 0 ? given : (int) announced;
  }

  /**
   * How much of a further piece is sent: bytes beyond what was announced are dropped.
   *
   * @param sent bytes before it
   */
  static long ofPiece(boolean bodyless, long announced, long sent, long size) {
    if (bodyless) {
      return 0;
    }
    return announced < 0 ? size : Math.min(size, announced - sent);
  }

  /** Whether a body that ends now lacks something of what was announced. */
  static boolean isShort(boolean bodyless, long announced, long sent) {
    return !bodyless && announced >= 0 && sent < announced;
  }

  /** The text of a short answer of our own. */
  static byte[] text(int status) {
    return (Reasons.of(status) + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
