package io.trajan.files.server.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Byte ranges, <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14">RFC 9110 §14</a>.
 *
 * <p>Differs from uWSGI, which sends one byte too few or too many, takes the last bytes for the
 * first and answers what cannot be satisfied with 200 and nothing.
 */
public final class Ranges {
  /** More parts than this in one answer are not worth their framing: the whole is sent instead. */
  public static final int MAX_PARTS = 16;

  private static final int MAX_DIGITS = 18;
  private static final String UNIT = "bytes=";

  private Ranges() {}

  /**
   * A part of something.
   *
   * @param first its first byte, from 0
   * @param last its last byte, included
   */
  public record Part(long first, long last) {
    /** How many bytes it has. */
    public long length() {
      return last - first + 1;
    }

    /** The field of an answer: {@code bytes 0-9/100}. */
    public String contentRange(long size) {
      return "bytes " + first + '-' + last + '/' + size;
    }
  }

  /** What a Range field asks for. */
  public sealed interface Wish {}

  /** Everything: the field is absent, not understood, or asks for more parts than are worth it. */
  public record Whole() implements Wish {}

  /**
   * These parts, at least one, apart from each other and in the order asked for where they do not
   * touch.
   */
  public record Parts(List<Part> parts) implements Wish {}

  /** Nothing that is there: 416. */
  public record Unsatisfiable() implements Wish {}

  /**
   * Reads a Range field.
   *
   * @param field its value, or null
   * @param size how many bytes there are
   */
  public static Wish parse(@Nullable String field, long size) {
    if (field == null || !field.toLowerCase(Locale.ROOT).startsWith(UNIT)) {
      return new Whole();
    }
    List<Part> parts = new ArrayList<>();
    int asked = 0;
    for (String spec : field.substring(UNIT.length()).split(",", -1)) {
      String one = spec.strip();
      if (one.isEmpty()) {
        continue; // empty elements of a list are ignored (§5.6.1.2)
      }
      Part part = part(one, size);
      boolean endOfNothing = size == 0 && one.startsWith("-") && !one.matches("-0+");
      if (part == null || ++asked > MAX_PARTS * 4 || endOfNothing) {
        return new Whole();
      }
      if (part.length() > 0) {
        parts.add(part);
      }
    }
    return wish(parts, asked, size);
  }

  private static Wish wish(List<Part> parts, int asked, long size) {
    if (asked == 0) {
      return new Whole();
    }
    if (parts.isEmpty()) {
      return new Unsatisfiable();
    }
    List<Part> apart = parts.size() == 1 ? parts : joined(parts);
    boolean everything = apart.size() == 1 && apart.getFirst().length() == size && parts.size() > 1;
    return apart.size() > MAX_PARTS || everything ? new Whole() : new Parts(apart);
  }

  /** One range; of length zero when it lies outside, null when it is malformed. */
  private static @Nullable Part part(String spec, long size) {
    int dash = spec.indexOf('-');
    if (dash < 0) {
      return null;
    }
    Long first = number(spec.substring(0, dash));
    Long last = number(spec.substring(dash + 1));
    if (dash == 0) {
      return last == null ? null : new Part(Math.max(0, size - last), size - 1);
    }
    boolean open = dash == spec.length() - 1;
    if (first == null || (last == null && !open) || (last != null && last < first)) {
      return null;
    }
    return first >= size
        ? new Part(0, -1)
        : new Part(first, last == null ? size - 1 : Math.min(last, size - 1));
  }

  /** Digits only; more of them than a long holds count as very many. */
  private static @Nullable Long number(String digits) {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return null;
    }
    return digits.length() > MAX_DIGITS ? Long.MAX_VALUE : Long.parseLong(digits);
  }

  /** Those that touch or overlap become one, at the place of the first of them. */
  private static List<Part> joined(List<Part> parts) {
    List<Part> sorted = new ArrayList<>(parts);
    sorted.sort(Comparator.comparingLong(Part::first));
    List<Part> merged = new ArrayList<>();
    for (Part part : sorted) {
      Part before = merged.isEmpty() ? null : merged.getLast();
      if (before != null && part.first() <= before.last() + 1) {
        merged.set(
            merged.size() - 1, new Part(before.first(), Math.max(before.last(), part.last())));
      } else {
        merged.add(part);
      }
    }
    merged.sort(Comparator.comparingInt(part -> firstInside(parts, part)));
    return merged;
  }

  private static int firstInside(List<Part> asked, Part merged) {
    for (int i = 0; i < asked.size(); i++) {
      if (asked.get(i).first() >= merged.first() && asked.get(i).last() <= merged.last()) {
        return i;
      }
    }
    throw new IllegalStateException("a range came from nowhere");
  }
}
