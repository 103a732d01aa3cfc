package io.trajan.config.codec;

/**
 * A text with its placeholders replaced. Immutable.
 *
 * @param text what takes effect; may hold secrets
 * @param shown the same for messages, secrets masked
 */
public record Interpolated(String text, String shown) {
  /** Shows no secret. */
  @Override
  public String toString() {
    return shown;
  }
}
