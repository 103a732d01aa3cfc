package io.trajan.feature.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The feature files of a directory, read when asked for and remembered. Confined to one thread. */
public final class FeatureCatalog {
  private final Path directory;
  private final Map<String, Feature> read = new LinkedHashMap<>();

  public FeatureCatalog(Path directory) {
    this.directory = directory;
  }

  /** The names of all features there are, sorted. */
  public List<String> names() {
    try (var files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the features in " + directory, e);
    }
  }

  /** The file of a feature, whether or not it exists. */
  public Path file(String name) {
    return directory.resolve(name + ".json");
  }

  /**
   * Reads a feature.
   *
   * @throws FeatureException if there is none of this name, with the nearest one, or its file is
   *     broken
   */
  public Feature get(String name) throws FeatureException {
    var known = read.get(name);
    if (known == null) {
      if (!names().contains(name)) {
        throw new FeatureException(unknown(name));
      }
      known = FeatureReader.read(file(name));
      read.put(name, known);
    }
    return known;
  }

  /**
   * The named features and all they require, every feature after those it requires.
   *
   * @throws FeatureException if one is unknown or broken, features require each other in a circle,
   *     or two of them want different versions of the same jar
   */
  public List<Feature> closure(Collection<String> names) throws FeatureException {
    return closure(names, Set.of());
  }

  /** The same, leaving out some features wherever they are required. */
  public List<Feature> closure(Collection<String> names, Set<String> without)
      throws FeatureException {
    var ordered = new LinkedHashSet<Feature>();
    for (var name : names) {
      add(name, without, new LinkedHashSet<>(), ordered);
    }
    refuseTwoVersions(ordered);
    return List.copyOf(ordered);
  }

  private void add(
      String name, Set<String> without, SequencedSet<String> path, SequencedSet<Feature> ordered)
      throws FeatureException {
    if (without.contains(name)) {
      return;
    }
    if (!path.add(name)) {
      throw new FeatureException(
          "features require each other: " + String.join(" -> ", path) + " -> " + name);
    }
    Feature feature;
    try {
      feature = get(name);
    } catch (FeatureException e) {
      throw path.size() == 1
          ? e
          : new FeatureException(
              e.getMessage() + " (required: " + String.join(" -> ", path) + ")", e);
    }
    for (var required : feature.requires()) {
      add(required, without, path, ordered);
    }
    path.removeLast();
    ordered.add(feature);
  }

  private static void refuseTwoVersions(Collection<Feature> features) throws FeatureException {
    var seen = new ArrayList<Map.Entry<Feature, Coordinates>>();
    for (var feature : features) {
      for (var bundle : feature.bundles()) {
        for (var other : seen) {
          if (other.getValue().sameButVersion(bundle.coordinates())) {
            throw new FeatureException(
                "features "
                    + other.getKey().name()
                    + " and "
                    + feature.name()
                    + " want different versions: "
                    + other.getValue()
                    + " and "
                    + bundle.coordinates());
          }
        }
        seen.add(Map.entry(feature, bundle.coordinates()));
      }
    }
  }

  private String unknown(String name) {
    var names = names();
    return "there is no feature \""
        + name
        + "\""
        + Nearest.to(name, names).map(n -> "; did you mean \"" + n + "\"?").orElse("")
        + " Known: "
        + names.stream().collect(Collectors.joining(", "));
  }
}
