package io.trajan.vassal.emperor;

/**
 * What went wrong, for people.
 *
 * @param reason what and why
 * @param remedy what to do about it, or empty
 */
record Trouble(String reason, String remedy) {
  @Override
  public String toString() {
    return remedy.isEmpty() ? reason : reason + "; " + remedy;
  }
}
