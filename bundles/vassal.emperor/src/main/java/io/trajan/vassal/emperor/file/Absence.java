package io.trajan.vassal.emperor.file;

import java.util.Comparator;

/**
 * Something a vassal needs that is not there.
 *
 * @param kind an option nobody claims, or a launcher
 * @param name its name
 * @param why what is the matter and what the operator can do
 */
public record Absence(Kind kind, String name, String why) implements Comparable<Absence> {
  private static final Comparator<Absence> ORDER =
      Comparator.comparing(Absence::kind).thenComparing(Absence::name);

  /** What is absent. */
  public enum Kind {
    /** No bundle claims the option. */
    OPTION,
    /** The launcher is not there. */
    LAUNCHER,
    /** No launcher at all wants the vassal. */
    ANY_LAUNCHER
  }

  @Override
  public int compareTo(Absence other) {
    return ORDER.compare(this, other);
  }

  /** One sentence: {@code rack: no installed bundle understands this option}. */
  @Override
  public String toString() {
    return name.isEmpty() ? why : name + ": " + why;
  }
}
