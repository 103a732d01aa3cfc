package io.trajan.http.server.wire;

import io.trajan.request.Fields;

/** What the fields of an answer say about its body. Pure. */
public final class AnswerFields {
  private static final String CONTENT_LENGTH = "Content-Length";

  private AnswerFields() {}

  /**
   * The announced length, -1 when there is none.
   *
   * @throws BadAnswerException when it is no number, or several differ
   */
  public static long contentLength(Fields fields) {
    long length = -1;
    for (int i = 0; i < fields.size(); i++) {
      if (fields.name(i).length() == CONTENT_LENGTH.length()
          && fields.name(i).equalsIgnoreCase(CONTENT_LENGTH)) {
        long value = number(fields.value(i));
        if (length >= 0 && length != value) {
          throw new BadAnswerException("two lengths: " + length + " and " + value);
        }
        length = value;
      }
    }
    return length;
  }

  private static long number(String text) {
    long value = 0;
    String digits = text.strip();
    boolean good = !digits.isEmpty() && digits.length() <= 18;
    for (int i = 0; good && i < digits.length(); i++) {
      char digit = digits.charAt(i);
      good = digit >= '0' && digit <= '9';
      value = value * 10 + (digit - '0');
    }
    if (!good) {
      throw new BadAnswerException("Content-Length is no number: " + text);
    }
    return value;
  }
}
