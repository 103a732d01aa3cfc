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
    return remedy.isEmpty() ? clause(reason) : clause(reason) + "; " + begun(clause(remedy));
  }

  /** As a part of a longer sentence. */
  private static String clause(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static String begun(String clause) {
    boolean word = clause.length() > 1 && Character.isLowerCase(clause.charAt(1));
    return word ? Character.toLowerCase(clause.charAt(0)) + clause.substring(1) : clause;
  }
}
