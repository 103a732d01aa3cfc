package io.trajan.deploy.framework;

import io.trajan.deploy.plan.Shelf;
import io.trajan.feature.codec.Feature;
import io.trajan.feature.codec.FeatureException;
import io.trajan.feature.codec.FeatureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads feature files: the product's, and our copies of those that were dropped. Where both have a
 * name the product's counts. Stateless.
 */
public final class FeatureFiles {
  private static final String SUFFIX = ".json";

  private final List<Path> directories;

  /** Reads these directories, the earlier one counts. */
  public FeatureFiles(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  /** Everything there is now. */
  public Shelf read() throws IOException {
    var features = new HashMap<String, Feature>();
    var broken = new HashMap<String, String>();
    for (var directory : directories) {
      for (var file : files(directory)) {
        read(file, features, broken);
      }
    }
    features.keySet().forEach(broken::remove);
    return new Shelf(features, broken);
  }

  private static void read(Path file, Map<String, Feature> features, Map<String, String> broken) {
    var name = nameOf(file);
    if (features.containsKey(name)) {
      return;
    }
    try {
      features.put(name, FeatureReader.read(file));
    } catch (FeatureException e) {
      broken.putIfAbsent(name, e.getMessage() == null ? "broken" : e.getMessage());
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  /** The name a feature file stands for. */
  public static String nameOf(Path file) {
    var name = file.getFileName().toString();
    return name.substring(0, name.length() - SUFFIX.length());
  }
}
