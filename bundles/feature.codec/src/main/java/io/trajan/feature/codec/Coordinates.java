package io.trajan.feature.codec;

import java.util.regex.Pattern;

/**
 * Names one jar, as OSGi features do: {@code group:artifact:version} or {@code
 * group:artifact:jar:classifier:version}.
 */
public record Coordinates(String group, String artifact, String version, String classifier) {
  /**
   * Starts the location of every bundle that comes from a feature; also the scheme of a URL that
   * yields its bytes.
   */
  public static final String SCHEME = "trajan:";

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]+");

  public Coordinates {
    requireWord("group", group);
    requireWord("artifact", artifact);
    requireWord("version", version);
    if (!classifier.isEmpty()) {
      requireWord("classifier", classifier);
    }
  }

  /**
   * Reads the two forms.
   *
   * @throws IllegalArgumentException naming the text and what was expected
   */
  public static Coordinates parse(String text) {
    var parts = text.split(":", -1);
    return switch (parts.length) {
      case 3 -> new Coordinates(parts[0], parts[1], parts[2], "");
      case 5 -> {
        if (!parts[2].equals("jar")) {
          throw new IllegalArgumentException(
              "\"" + text + "\" has the type " + parts[2] + ", expected jar");
        }
        yield new Coordinates(parts[0], parts[1], parts[4], parts[3]);
      }
      default ->
          throw new IllegalArgumentException(
              "\""
                  + text
                  + "\" is neither group:artifact:version nor group:artifact:jar:classifier:version");
    };
  }

  /** The location of a bundle installed from these coordinates. */
  public String location() {
    return SCHEME + this;
  }

  /** The name of the jar without directories. */
  public String fileName() {
    return artifact + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
  }

  /** The path of the jar in a directory of Maven layout, with forward slashes. */
  public String path() {
    return group.replace('.', '/') + "/" + artifact + "/" + version + "/" + fileName();
  }

  /** Whether the other one names the same jar in another version. */
  public boolean sameButVersion(Coordinates other) {
    return group.equals(other.group)
        && artifact.equals(other.artifact)
        && classifier.equals(other.classifier)
        && !version.equals(other.version);
  }

  @Override
  public String toString() {
    return group
        + ":"
        + artifact
        + ":"
        + (classifier.isEmpty() ? "" : "jar:" + classifier + ":")
        + version;
  }

  /** Also keeps {@code ..} out of the paths that are made of these words. */
  private static void requireWord(String what, String word) {
    if (!WORD.matcher(word).matches() || word.startsWith(".")) {
      throw new IllegalArgumentException(
          what + " \"" + word + "\" is not made of letters, digits, dots, hyphens and underscores");
    }
  }
}
