package io.trajan.vassal.ini;

/**
 * A text, and how it may be shown: what came out of a file is not shown. Immutable.
 *
 * @param text the text
 * @param shown the text with the contents of files left out
 */
record Shown(String text, String shown) {
  static Shown of(String text) {
    return new Shown(text, text);
  }

  @Override
  public String toString() {
    return shown;
  }
}
