package io.trajan.config.codec;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression whose matching cannot run away: java.util.regex backtracks, so each look at
 * a character is counted and a match that looks too often is given up. Immutable, thread-safe.
 *
 * @param pattern the compiled pattern
 */
public record BoundedPattern(Pattern pattern) {
  private static final int STEPS_AT_LEAST = 10_000;
  private static final int STEPS_PER_CHARACTER = 200;

  /**
   * The first match in {@code text}, or null.
   *
   * @throws CostlyMatchException when the budget (200 looks per character, at least 10,000) is used
   *     up
   */
  public @Nullable MatchResult find(CharSequence text) throws CostlyMatchException {
    Matcher matcher = pattern.matcher(new Budgeted(text));
    return guarded(matcher::find) ? matcher.toMatchResult() : null;
  }

  /**
   * Whether the whole text matches.
   *
   * @throws CostlyMatchException when the budget is used up
   */
  public boolean matches(CharSequence text) throws CostlyMatchException {
    return guarded(pattern.matcher(new Budgeted(text))::matches);
  }

  private boolean guarded(Attempt attempt) throws CostlyMatchException {
    try {
      return attempt.run();
    } catch (UsedUp | StackOverflowError e) {
      // Nested groups recurse once per repetition; a text may be long enough to exhaust the stack.
      throw new CostlyMatchException(pattern.pattern());
    }
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BoundedPattern that
        && pattern.pattern().equals(that.pattern.pattern())
        && pattern.flags() == that.pattern.flags();
  }

  @Override
  public int hashCode() {
    return pattern.pattern().hashCode();
  }

  private interface Attempt {
    boolean run();
  }

  private static final class UsedUp extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsedUp() {
      super(null, null, false, false);
    }
  }

  private static final class Budgeted implements CharSequence {
    private final CharSequence text;
    private long left;

    Budgeted(CharSequence text) {
      this.text = text;
      this.left = Math.max(STEPS_AT_LEAST, (long) STEPS_PER_CHARACTER * text.length());
    }

    @Override
    public char charAt(int index) {
      if (--left < 0) {
        throw new UsedUp();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
