package io.trajan.vassal.emperor.file;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which files of the directory are vassals', by name alone. Pure.
 *
 * <p>{@code NAME.EXT}: the name is what stands before the last dot, 1 to 64 letters, digits, dots,
 * underscores and hyphens of ASCII, beginning with a letter or digit. Dotfiles and what editors and
 * package managers leave beside a file ({@code x~}, {@code #x#}, {@code .x.swp}, {@code 4913},
 * {@code x.cfg.bak}) are nobody's.
 *
 * @param vassal the part before the extension, perhaps not a valid name
 * @param extension lower case, without the dot
 */
public record VassalFileName(String vassal, String extension) {
  /** What a name has to look like, for messages. */
  public static final String EXPECTATION =
      "a name of 1 to 64 letters, digits, '.', '_' and '-' that begins with a letter or digit";

  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern LITTER =
      Pattern.compile(
          "(\\..*|#.*|.*~|.*\\.(swp|swo|swx|tmp|temp|part|new|bak|old|orig|rej|save"
              + "|dpkg-[a-z]+|rpmnew|rpmsave|rpmorig|ucf-[a-z]+))",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** The parts of a file's name; empty when it is nobody's. */
  public static Optional<VassalFileName> of(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    if (LITTER.matcher(name).matches() || dot <= 0 || dot == name.length() - 1) {
      return Optional.empty();
    }
    String extension = name.substring(dot + 1).toLowerCase(Locale.ROOT);
    return Optional.of(new VassalFileName(name.substring(0, dot), extension));
  }

  /** Whether the vassal's name is one. */
  public boolean isValid() {
    return VALID.matcher(vassal).matches();
  }
}
