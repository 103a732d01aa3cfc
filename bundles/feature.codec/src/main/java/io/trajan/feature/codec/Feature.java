package io.trajan.feature.codec;

import java.util.List;
import java.util.Map;

/**
 * What a feature file says. Immutable.
 *
 * @param name the word an operator types; the file's name without {@code .json} and the artifact of
 *     its id
 * @param id the coordinates of the feature itself, {@code group:artifact:version}
 * @param description one line, may be empty
 * @param requires names of features that have to be there too
 * @param bundles its bundles in the order of the file
 * @param configurations its configurations by PID; a factory configuration is {@code factory~name}
 * @param options names of vassal options that its bundles claim, so that an unclaimed option can
 *     name the feature
 * @param scopes the scopes of the shell's commands that its bundles bring, so that an unknown
 *     command can name the feature
 */
public record Feature(
    String name,
    String id,
    String description,
    List<String> requires,
    List<FeatureBundle> bundles,
    Map<String, Map<String, Object>> configurations,
    List<String> options,
    List<String> scopes) {
  public Feature {
    requires = List.copyOf(requires);
    bundles = List.copyOf(bundles);
    configurations = Map.copyOf(configurations);
    options = List.copyOf(options);
    scopes = List.copyOf(scopes);
  }
}
