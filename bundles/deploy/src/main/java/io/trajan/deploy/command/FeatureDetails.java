package io.trajan.deploy.command;

import java.util.List;

/**
 * A feature with everything about it.
 *
 * @param name its name
 * @param id its coordinates
 * @param state {@code installed} or {@code available}
 * @param description its description
 * @param references who wants it
 * @param requires the features it requires
 * @param bundles its bundles
 * @param configurations the PIDs it configures
 * @param options the vassal options its bundles claim
 */
public record FeatureDetails(
    String name,
    String id,
    String state,
    String description,
    String references,
    List<String> requires,
    List<BundleRow> bundles,
    List<String> configurations,
    List<String> options) {

  /**
   * One of its bundles.
   *
   * @param bundle its coordinates
   * @param level its start level
   * @param state its state in the framework
   * @param shared the other installed features that have it
   */
  public record BundleRow(String bundle, int level, String state, String shared) {}
}
