package io.trajan.feature.codec;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody probably meant to type. */
public final class Nearest {
  private Nearest() {}

  /** The known word with the fewest edits, if at most a third of the longer word was mistyped. */
  public static Optional<String> to(String typed, Collection<String> known) {
    return known.stream()
        .filter(
            word ->
                distance(typed, word) <= Math.max(1, Math.max(typed.length(), word.length()) / 3))
        .min(Comparator.comparingInt(word -> distance(typed, word)));
  }

  /** Levenshtein's distance, row by row. */
  static int distance(String a, String b) {
    var row = new int[b.length() + 1];
    for (var j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= a.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= b.length(); j++) {
        var substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
