package io.trajan.rack.adapter.answer;

/**
 * What an application returned is no Rack response; the message says what and what was expected.
 */
final class InvalidAnswerException extends RuntimeException {
  private static final long serialVersionUID = 1;

  InvalidAnswerException(String message) {
    super(message, null, false, false);
  }
}
