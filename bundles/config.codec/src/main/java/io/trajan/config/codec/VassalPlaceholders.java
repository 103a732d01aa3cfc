package io.trajan.config.codec;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * uWSGI's placeholders in the file of one vassal. {@code %p} the file, absolute, links not
 * followed; {@code %d} its directory <em>with</em> the slash at the end; {@code %s} its name,
 * {@code %n} the name without and {@code %e} only the extension; {@code %c} the directory's last
 * component; {@code %v} the directory without the slash; {@code %h} the host; {@code %V} the
 * version; {@code %%} a percent sign; {@code $(NAME)} an environment variable, whose name may hold
 * magic variables. {@code %(name)} is replaced when {@code options} knows the name and is left
 * alone otherwise, because log formats are written so. What is put in is not read again. Immutable.
 *
 * <p>Differs from uWSGI: an unknown letter behind the percent sign and an unset variable are
 * refused (there, the first vanishes and the second is silently empty).
 *
 * @see <a href="https://uwsgi-docs.readthedocs.io/en/latest/Configuration.html">Configuring
 *     uWSGI</a>
 */
public final class VassalPlaceholders {
  private static final int LONGEST = 1 << 16;

  private final Map<Character, String> magic;
  private final Function<String, @Nullable String> environment;
  private final Function<String, @Nullable String> options;

  /**
   * @param file the vassal's file, absolute
   * @param host this machine's name
   * @param version the server's version
   * @param environment a variable's value, null when it is not set
   * @param options an option's value or a custom placeholder, null when there is none
   */
  public VassalPlaceholders(
      Path file,
      String host,
      String version,
      Function<String, @Nullable String> environment,
      Function<String, @Nullable String> options) {
    this.magic = magic(file, host, version);
    this.environment = environment;
    this.options = options;
  }

  private static Map<Character, String> magic(Path file, String host, String version) {
    String path = file.toString();
    String name = path.substring(path.lastIndexOf('/') + 1);
    String directory = path.substring(0, path.length() - name.length());
    String bare =
        directory.length() > 1 ? directory.substring(0, directory.length() - 1) : directory;
    int dot = name.lastIndexOf('.');
    Map<Character, String> magic = new TreeMap<>();
    magic.put('p', path);
    magic.put('o', path);
    magic.put('d', directory);
    magic.put('v', bare);
    magic.put('c', bare.substring(bare.lastIndexOf('/') + 1));
    magic.put('s', name);
    magic.put('n', dot < 0 ? name : name.substring(0, dot));
    magic.put('e', dot < 0 ? "" : name.substring(dot + 1));
    magic.put('h', host);
    magic.put('V', version);
    magic.put('%', "%");
    return magic;
  }

  /**
   * The text with its placeholders replaced.
   *
   * @throws BadValueException for an unknown or open placeholder, an unset variable, or a result
   *     beyond 65,536 characters
   */
  public String expand(String text) throws BadValueException {
    StringBuilder result = new StringBuilder(text.length() + 32);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      boolean last = i + 1 == text.length();
      if (c == '%' && !last) {
        i = percent(text, i + 1, result);
      } else if (c == '$' && !last && text.charAt(i + 1) == '(') {
        i = variable(text, i + 2, result);
      } else {
        result.append(c);
        i++;
      }
      if (result.length() > LONGEST) {
        throw new BadValueException("at most " + LONGEST + " characters after its placeholders");
      }
    }
    return result.toString();
  }

  private int percent(String text, int i, StringBuilder result) throws BadValueException {
    if (text.charAt(i) == '(') {
      int end = text.indexOf(')', i);
      String value = end < 0 ? null : options.apply(text.substring(i + 1, end));
      result.append(value == null ? "%(" : value);
      return value == null ? i + 1 : end + 1;
    }
    result.append(letter(text.charAt(i)));
    return i + 1;
  }

  private String letter(char letter) throws BadValueException {
    String value = magic.get(letter);
    if (value == null) {
      throw new BadValueException(
          "no %" + letter + " (write %% for a percent sign; known are " + known() + ")");
    }
    return value;
  }

  private String known() {
    StringBuilder known = new StringBuilder();
    magic.keySet().forEach(c -> known.append(known.isEmpty() ? "%" : " %").append(c));
    return known.toString();
  }

  private int variable(String text, int start, StringBuilder result) throws BadValueException {
    int end = text.indexOf(')', start);
    if (end < 0) {
      throw new BadValueException("a closing ) of $(");
    }
    String name = nameOf(text.substring(start, end));
    String value = environment.apply(name);
    if (value == null) {
      throw new BadValueException("the environment variable " + name + " to be set");
    }
    result.append(value);
    return end + 1;
  }

  private String nameOf(String written) throws BadValueException {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      boolean percent = written.charAt(i) == '%' && i + 1 < written.length();
      name.append(percent ? letter(written.charAt(++i)) : written.substring(i, i + 1));
    }
    return name.toString();
  }
}
