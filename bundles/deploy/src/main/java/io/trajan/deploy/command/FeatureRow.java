package io.trajan.deploy.command;

/**
 * A feature as a table shows it.
 *
 * @param name its name
 * @param version its version
 * @param state {@code installed}, {@code available} or {@code broken}
 * @param bundles how many bundles it has
 * @param references who wants it: {@code boot}, {@code hand}, and the features that require it
 * @param description its description, or what is broken
 */
public record FeatureRow(
    String name,
    String version,
    String state,
    int bundles,
    String references,
    String description) {}
