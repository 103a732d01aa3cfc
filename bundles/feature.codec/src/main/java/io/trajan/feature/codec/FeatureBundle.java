package io.trajan.feature.codec;

/**
 * One bundle of a feature.
 *
 * @param coordinates which jar
 * @param startLevel 1 to {@value #HIGHEST_START_LEVEL}; what starts last is stopped first
 */
public record FeatureBundle(Coordinates coordinates, int startLevel) {
  /** The start level of a bundle whose metadata says nothing: the middle of the house. */
  public static final int DEFAULT_START_LEVEL = 20;

  /** The start level the framework goes to. */
  public static final int HIGHEST_START_LEVEL = 100;
}
