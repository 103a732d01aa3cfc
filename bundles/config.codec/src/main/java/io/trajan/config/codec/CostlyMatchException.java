package io.trajan.config.codec;

/** A regular expression that took more steps on a text than its budget allows. */
public final class CostlyMatchException extends Exception {
  private static final long serialVersionUID = 1;

  CostlyMatchException(String pattern) {
    super("the pattern " + pattern + " needs too many steps on this text");
  }
}
