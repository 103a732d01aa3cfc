package io.trajan.config.codec;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a person perhaps meant: the known word with the fewest insertions, deletions,
 * replacements and swaps of neighbours (optimal string alignment). Case and {@code -}, {@code _},
 * {@code .} count as equal. Pure; its cost is bounded because words beyond {@value #LONGEST}
 * characters are not compared.
 */
public final class Nearest {
  /** Words longer than this have no neighbours. */
  static final int LONGEST = 96;

  private Nearest() {}

  /**
   * The nearest of {@code known}, or null when none is near enough to be helpful: a third of the
   * letters may differ, or the known word may be the rest of an abbreviation of three letters or
   * more.
   */
  public static @Nullable String to(String word, Collection<String> known) {
    String wanted = folded(word);
    String best = null;
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(wanted, folded(candidate));
      if (distance < bestDistance || (distance == bestDistance && isBefore(candidate, best))) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  private static boolean isBefore(String candidate, @Nullable String best) {
    return best != null && candidate.compareTo(best) < 0;
  }

  private static String folded(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-').replace('.', '-');
  }

  /** The distance, or MAX_VALUE when it is beyond what helps. */
  private static int distance(String wanted, String candidate) {
    if (wanted.isEmpty() || wanted.length() > LONGEST || candidate.length() > LONGEST) {
      return Integer.MAX_VALUE;
    }
    int allowed = Math.max(1, Math.max(wanted.length(), candidate.length()) / 3);
    int apart = Math.abs(wanted.length() - candidate.length());
    int distance = apart > allowed ? Integer.MAX_VALUE : alignment(wanted, candidate);
    if (distance <= allowed && distance < Math.max(wanted.length(), candidate.length())) {
      return distance;
    }
    boolean abbreviation = wanted.length() >= 3 && candidate.startsWith(wanted);
    return abbreviation ? apart + 1 : Integer.MAX_VALUE;
  }

  /** Three rows suffice: a swap looks back two. */
  private static int alignment(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] above = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        row[j] = cell(a, b, i, j, before, above, row);
      }
      int[] spare = before;
      before = above;
      above = row;
      row = spare;
    }
    return above[b.length()];
  }

  private static int cell(String a, String b, int i, int j, int[] before, int[] above, int[] row) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int best = Math.min(Math.min(above[j], row[j - 1]) + 1, above[j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, before[j - 2] + 1) : best;
  }
}
