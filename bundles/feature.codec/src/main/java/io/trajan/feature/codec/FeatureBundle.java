package io.trajan.feature.codec;

/**
 * One bundle of a feature.
 *
 * @param coordinates which jar
 * @param startLevel 1 to {@value #HIGHEST_START_LEVEL}; what starts last is stopped first
 * @param sha256 of the jar's bytes, 64 lower-case hexadecimal digits, or empty when the feature
 *     does not say; a jar with another sum is not installed at run time
 */
public record FeatureBundle(Coordinates coordinates, int startLevel, String sha256) {
  /** The start level of a bundle whose metadata says nothing: the middle of the house. */
  public static final int DEFAULT_START_LEVEL = 20;

  /** The start level the framework goes to. */
  public static final int HIGHEST_START_LEVEL = 100;

  /** One whose feature does not say the sum. */
  public FeatureBundle(Coordinates coordinates, int startLevel) {
    this(coordinates, startLevel, "");
  }
}
