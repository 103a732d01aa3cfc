package io.trajan.vassal.emperor.file;

import io.trajan.feature.codec.FeatureCatalog;
import io.trajan.feature.codec.FeatureException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows from the feature files of the product which feature would claim an option: each lists them
 * in its text extension {@code trajan.options}. Read when first asked. Confined to one thread.
 */
public final class FeatureHints {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureHints.class);

  private final @Nullable Path directory;
  private @Nullable Map<String, String> features;

  /**
   * @param directory of the feature files; null when there is none
   */
  public FeatureHints(@Nullable Path directory) {
    this.directory = directory;
  }

  /** The feature that would claim an option; null when none is known. */
  public @Nullable String feature(String option) {
    Map<String, String> known = features;
    if (known == null) {
      known = read();
      features = known;
    }
    return known.get(option);
  }

  private Map<String, String> read() {
    Map<String, String> read = new HashMap<>();
    if (directory != null) {
      FeatureCatalog catalog = new FeatureCatalog(directory);
      try {
        catalog.names().forEach(name -> read(catalog, name, read));
      } catch (UncheckedIOException e) {
        LOG.warn("no feature is suggested for unknown options", e);
      }
    }
    return read;
  }

  private static void read(FeatureCatalog catalog, String name, Map<String, String> read) {
    try {
      catalog.get(name).options().forEach(option -> read.putIfAbsent(option, name));
    } catch (FeatureException e) {
      LOG.warn("no option is known to come from feature {}: {}", name, e.getMessage());
    }
  }
}
