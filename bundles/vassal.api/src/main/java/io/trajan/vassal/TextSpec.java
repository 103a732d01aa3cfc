package io.trajan.vassal;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A specification that keeps the texts and lets the option's own type read them at each question.
 * So it refers to nothing of the bundles that claim the options or of the emperor, and an instance
 * may hold it for as long as it runs while those are updated.
 */
record TextSpec(String name, Path file, String digest, Map<String, List<Given>> texts)
    implements VassalSpec {

  static TextSpec of(String name, Path file, List<Given> given) {
    Map<String, List<Given>> texts = new TreeMap<>();
    for (Given each : given) {
      texts.computeIfAbsent(each.option(), n -> new ArrayList<>()).add(each);
    }
    texts.replaceAll((n, list) -> List.copyOf(list));
    return new TextSpec(name, file.toAbsolutePath(), digest(texts), Map.copyOf(texts));
  }

  /** Names sorted, values in their order: moving a line past another option changes nothing. */
  private static String digest(Map<String, List<Given>> sorted) {
    MessageDigest sha = sha256();
    sorted.forEach(
        (name, list) -> {
          add(sha, name);
          list.forEach(each -> add(sha, "=" + each.value()));
        });
    return HexFormat.of().formatHex(sha.digest(), 0, 16);
  }

  private static void add(MessageDigest sha, String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public Set<String> options() {
    return texts.keySet();
  }

  @Override
  public boolean has(Option<?> option) {
    return texts.containsKey(option.name());
  }

  @Override
  public <T> Optional<T> value(Option<T> option) {
    List<T> all = values(option);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  @Override
  public <T> List<T> values(Option<T> option) {
    List<Given> given = texts.get(option.name());
    if (given != null) {
      return given.stream().map(each -> typed(option, each)).toList();
    }
    T fallback = option.fallback();
    return fallback == null ? List.of() : List.of(fallback);
  }

  private static <T> T typed(Option<T> option, Given given) {
    try {
      return option.type().parse(given.value());
    } catch (BadValueException e) {
      throw new IllegalArgumentException(
          given.place()
              + ": "
              + given.option()
              + " = \""
              + given.shown()
              + "\": expected "
              + e.expectation(),
          e);
    }
  }

  @Override
  public Place place(Option<?> option) {
    List<Given> given = texts.get(option.name());
    return given == null ? new Place(file.toString(), 0) : given.getLast().place();
  }

  /** Leaves the values out: there may be secrets among them. */
  @Override
  public String toString() {
    return name + " (" + digest + ")";
  }
}
