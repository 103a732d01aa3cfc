package io.trajan.vassal.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Users and groups by name, from passwd(5) and group(5).
 *
 * @param etc where the two files are
 */
record Accounts(Path etc) {
  /**
   * A user.
   *
   * @param name the name, empty when it has none
   * @param uid the number
   * @param gid the number of the group, -1 when unknown
   */
  record User(String name, long uid, long gid) {}

  /** A user by name or number. */
  Optional<User> user(String given) {
    for (String[] row : rows("passwd")) {
      if (row.length > 3 && (row[0].equals(given) || row[2].equals(given))) {
        return Optional.of(new User(row[0], Long.parseLong(row[2]), Long.parseLong(row[3])));
      }
    }
    return isNumber(given)
        ? Optional.of(new User("", Long.parseLong(given), -1))
        : Optional.empty();
  }

  /** A group by name or number. */
  Optional<Long> group(String given) {
    for (String[] row : rows("group")) {
      if (row.length > 2 && row[0].equals(given)) {
        return Optional.of(Long.parseLong(row[2]));
      }
    }
    return isNumber(given) ? Optional.of(Long.parseLong(given)) : Optional.empty();
  }

  /** The groups that name a user as a member. */
  List<Long> groupsOf(String user) {
    List<Long> all = new ArrayList<>();
    for (String[] row : rows("group")) {
      if (row.length > 3 && List.of(row[3].split(",")).contains(user)) {
        all.add(Long.parseLong(row[2]));
      }
    }
    return all;
  }

  private static boolean isNumber(String text) {
    return text.matches("[0-9]{1,9}");
  }

  private List<String[]> rows(String file) {
    try {
      return Files.readAllLines(etc.resolve(file), StandardCharsets.ISO_8859_1).stream()
          .map(line -> line.split(":", -1))
          .filter(row -> row.length > 2 && isNumber(row[2]))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
