package io.trajan.deploy.swap;

/**
 * How far something has come up.
 *
 * @param up whether all is well
 * @param hopeless whether waiting cannot help
 * @param words what is missing
 */
public record Standing(boolean up, boolean hopeless, String words) {
  /** All is well. */
  public static final Standing UP = new Standing(true, false, "");

  /** May still come. */
  public static Standing missing(String words) {
    return new Standing(false, false, words);
  }

  /** Will not come. */
  public static Standing failed(String words) {
    return new Standing(false, true, words);
  }
}
