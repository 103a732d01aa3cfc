package io.trajan.vassal.ini;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file and the section of it that is read. Immutable.
 *
 * @param path where it is, absolute
 * @param written how it was asked for
 * @param section the section that was asked for, empty for the usual one
 */
record FileName(Path path, String written, String section) {
  private static final String DEFAULT_SECTION = "uwsgi";

  /** The section to look for. */
  String sectionOrDefault() {
    return section.isEmpty() ? DEFAULT_SECTION : section;
  }

  /** The same file, another section. */
  FileName in(String other) {
    return new FileName(path, written, other);
  }

  private String whole() {
    return path.toString();
  }

  private String last() {
    return whole().substring(whole().lastIndexOf('/') + 1);
  }

  /** The directory without a slash at its end, but for the root. */
  String bareDirectory() {
    String directory = whole().substring(0, whole().lastIndexOf('/') + 1);
    return directory.length() > 1 ? directory.substring(0, directory.length() - 1) : directory;
  }

  private List<String> components() {
    List<String> components = new ArrayList<>();
    for (String each : bareDirectory().split("/", -1)) {
      if (!each.isEmpty()) {
        components.add(each);
      }
    }
    return components;
  }

  /** The variables that speak of a file, by their small letter or digit. */
  Map<Character, String> variables(Host host) {
    String name = last();
    int dot = name.lastIndexOf('.');
    Map<Character, String> variables = new TreeMap<>();
    variables.put('p', whole());
    variables.put('o', written);
    variables.put('s', name);
    variables.put('d', bareDirectory().equals("/") ? "/" : bareDirectory() + "/");
    variables.put('c', components().isEmpty() ? "" : components().getLast());
    variables.put('n', dot < 0 ? name : name.substring(0, dot));
    variables.put('e', dot < 0 ? "" : name.substring(dot + 1));
    variables.put('x', section);
    variables.put('i', host.inode(path));
    variables.put('j', hash());
    for (int i = 0; i < 10; i++) {
      variables.put((char) ('0' + i), i < components().size() ? components().get(i) : "");
    }
    return variables;
  }

  /** The path's djb33x hash: times 33, exclusive or; its bytes as they lie in memory. */
  private String hash() {
    int hash = 5381;
    for (byte each : whole().getBytes(StandardCharsets.UTF_8)) {
      hash = hash * 33 ^ (each & 0xff);
    }
    return HexFormat.of().toHexDigits(Integer.reverseBytes(hash)).toUpperCase(Locale.ROOT);
  }
}
