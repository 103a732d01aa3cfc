package io.trajan.deploy.impact;

/**
 * One consequence of an update.
 *
 * @param effect what happens
 * @param kind {@code bundle} or {@code component}
 * @param name the bundle's symbolic name or the component's
 * @param bundle the bundle it belongs to
 * @param reason why
 */
public record ImpactRow(Effect effect, String kind, String name, String bundle, String reason) {
  /** What happens, worst first. */
  public enum Effect {
    /** Stopped, replaced, started. */
    UPDATES,
    /** Stopped and started, its state in memory lost. */
    RESTARTS,
    /** Goes on, with another service or for a moment with none. */
    REBINDS
  }
}
