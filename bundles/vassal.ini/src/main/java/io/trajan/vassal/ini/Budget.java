package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;

/** How much one reading may do. For one thread. */
final class Budget {
  /** Files read, the vassal's own included; each section of one counts. */
  static final int FILES = 100;

  /** Options and placeholders, after loops and includes. */
  static final int ENTRIES = 10_000;

  /** Characters that loops and placeholders produce. */
  static final int CHARACTERS = 16 << 20;

  /** Characters of one value. */
  static final int VALUE = 1 << 16;

  private int files;
  private int entries;
  private long characters;

  /** Counts a file. */
  void file() throws BadValueException {
    if (++files > FILES) {
      throw new BadValueException("at most " + FILES + " files for one vassal");
    }
  }

  /** Counts an entry. */
  void entry() throws BadValueException {
    if (++entries > ENTRIES) {
      throw new BadValueException("at most " + ENTRIES + " lines after loops and includes");
    }
  }

  /** Counts a value of that length. */
  void value(long length) throws BadValueException {
    characters += length;
    if (length > VALUE) {
      throw new BadValueException("at most " + VALUE + " characters after its placeholders");
    }
    if (characters > CHARACTERS) {
      throw new BadValueException("at most " + CHARACTERS + " characters of values for one vassal");
    }
  }

  /** Whether nothing more can be counted. */
  boolean isSpent() {
    return files > FILES || entries > ENTRIES || characters > CHARACTERS;
  }
}
