package io.trajan.config.codec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A type named in the file by a letter before the quotes, as Felix' {@code .config} files have it;
 * a lower case letter means the same.
 *
 * @see <a
 *     href="https://felix.apache.org/documentation/subprojects/apache-felix-file-install.html">File
 *     Install</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // value types are immutable by contract
public enum ConfigTag {
  STRING('T', ValueTypes.string()),
  INTEGER('I', ValueTypes.integer(Integer.MIN_VALUE, Integer.MAX_VALUE)),
  LONG('L', ValueTypes.wide(Long.MIN_VALUE, Long.MAX_VALUE)),
  FLOAT('F', Primitives.FLOAT),
  DOUBLE('D', ValueTypes.decimal(-Double.MAX_VALUE, Double.MAX_VALUE)),
  BYTE('X', Primitives.BYTE),
  SHORT('S', Primitives.SHORT),
  CHARACTER('C', Primitives.CHARACTER),
  BOOLEAN('B', ValueTypes.bool());

  private final char letter;
  private final ValueType<?> type;

  ConfigTag(char letter, ValueType<?> type) {
    this.letter = letter;
    this.type = type;
  }

  /** The letter, in upper case. */
  public char letter() {
    return letter;
  }

  /** How a text of this type is read. */
  public ValueType<?> type() {
    return type;
  }

  static @Nullable ConfigTag of(char letter) {
    char upper = String.valueOf(letter).toUpperCase(Locale.ROOT).charAt(0);
    for (ConfigTag tag : values()) {
      if (tag.letter == upper) {
        return tag;
      }
    }
    return null;
  }
}
