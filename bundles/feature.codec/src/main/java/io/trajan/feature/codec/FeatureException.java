package io.trajan.feature.codec;

/**
 * A feature file or the record of installed features cannot be used; the message says which, where
 * and why.
 */
public final class FeatureException extends Exception {
  private static final long serialVersionUID = 1;

  public FeatureException(String message) {
    super(message);
  }

  public FeatureException(String message, Throwable cause) {
    super(message, cause);
  }
}
