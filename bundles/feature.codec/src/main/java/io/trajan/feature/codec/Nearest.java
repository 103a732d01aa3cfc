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

  /** Edits from one to the other; two letters that changed places are one edit. */
  static int distance(String a, String b) {
    var table = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : edits(table, a, b, i, j);
      }
    }
    return table[a.length()][b.length()];
  }

  private static int edits(int[][] table, String a, String b, int i, int j) {
    var same = a.charAt(i - 1) == b.charAt(j - 1);
    var least = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
    least = Math.min(least, table[i - 1][j - 1] + (same ? 0 : 1));
    var swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, table[i - 2][j - 2] + 1) : least;
  }
}
