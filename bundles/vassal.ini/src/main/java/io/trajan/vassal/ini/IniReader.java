package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Nearest;
import io.trajan.config.codec.Place;
import io.trajan.vassal.ini.Entries.Entry;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a vassal's file and those it includes into {@link Entries}. {@code ini} and {@code include}
 * take effect where they stand, {@code inherit} behind everything else and without replacing
 * placeholders in what it brings. One use, one thread.
 *
 * @see <a href="https://uwsgi-docs.readthedocs.io/en/latest/ParsingOrder.html">How uWSGI parses
 *     config files</a>
 */
final class IniReader implements FileWalk.Desk {
  private static final Pattern REFERENCE = Pattern.compile("%\\(([^()]*)\\)");
  private static final Set<String> FOREIGN =
      Set.of("xml", "xmlconfig", "yaml", "yml", "json", "js", "config");

  private final Catalogue catalogue;
  private final Host host;
  private final LocalFiles files;
  private final FileName main;
  private final Faults faults = new Faults();
  private final Budget budget = new Budget();
  private final Entries entries = new Entries();
  private final Set<String> used = new HashSet<>();
  private final Includes includes;
  private final Queue<Assignment> inherited = new ArrayDeque<>();
  private boolean literal;

  private IniReader(Path file, Catalogue catalogue, Host host) {
    this.catalogue = catalogue;
    this.host = host;
    Path directory = file.getParent();
    this.files = new LocalFiles(directory == null ? Path.of("/") : directory, Reach.of(file));
    this.main = new FileName(file, String.valueOf(file.getFileName()), "");
    this.includes = new Includes(main, files, budget, faults);
  }

  /**
   * Reads a vassal's file.
   *
   * @param file where the bytes come from, absolute
   */
  static IniReader read(Path file, byte[] bytes, Catalogue catalogue, Host host) {
    IniReader reader = new IniReader(file, catalogue, host);
    reader.start(bytes);
    return reader;
  }

  /** What became of each line. */
  Survey survey() {
    return new Sorting(main.written(), catalogue, entries, used, faults).sort(expansion());
  }

  /** What the lines amount to. */
  Entries entries() {
    return entries;
  }

  private void start(byte[] bytes) {
    try {
      walk(main, includes.first(bytes), new Place(main.written(), 0), "");
      literal = true;
      for (Assignment each = inherited.poll(); each != null; each = inherited.poll()) {
        include(each);
      }
    } catch (BadValueException e) {
      faults.add(new Place(main.written(), 0), "", "expected " + e.expectation());
    }
  }

  /** Replaces what stands in the lines so far. */
  Expansion expansion() {
    return new Expansion(entries, catalogue, host, files, budget);
  }

  /** Goes through a section of a file; a missing one is a fault of the line that asks for it. */
  private void walk(FileName name, IniDocument document, Place from, String key) {
    Magic magic = Magic.of(name, main, host);
    List<Assignment> lines =
        document.section(written -> lenient(magic, written), name.sectionOrDefault());
    if (lines == null) {
      missing(name, document, from, key);
      return;
    }
    includes.enter(name);
    Conditions conditions = new Conditions(host, files, this::soFar);
    new FileWalk(magic, conditions, new Loops(files), faults, budget, this).through(lines);
    includes.leave();
  }

  private static String lenient(Magic magic, String written) {
    try {
      return magic.expand(written);
    } catch (BadValueException e) {
      return written;
    }
  }

  private void missing(FileName name, IniDocument document, Place from, String key) {
    String wanted = name.sectionOrDefault();
    Assignment stray = document.stray();
    String where = from.line() == 0 ? "" : name.written() + " ";
    if (stray != null && document.names().isEmpty()) {
      faults.add(
          from.line() == 0 ? stray.place() : from,
          key,
          where + "has no line [" + wanted + "] before its first option");
      return;
    }
    String nearest = Nearest.to(wanted, document.names());
    String sentence = where + "has no section [" + wanted + "]";
    faults.add(new Fault(from, key, null, sentence, nearest == null ? null : bracketed(nearest)));
  }

  private static String bracketed(String section) {
    return section.startsWith("[") ? section : "[" + section + "]";
  }

  @Override
  public void seen(Assignment line) {
    Matcher references = REFERENCE.matcher(line.value());
    while (references.find()) {
      used.addAll(List.of(references.group(1).split(" ")));
    }
    if (line.key().equals("if-opt") || line.key().equals("if-not-opt")) {
      used.add(line.value().split("=", 2)[0]);
    }
  }

  @Override
  public String early(Assignment line) throws BadValueException {
    return literal || !Expansion.isNeeded(line.value())
        ? line.value()
        : expansion().expand(line.key(), line.value()).text();
  }

  /** An option's value by the lines so far; null when there is none. */
  private @Nullable String soFar(String key) {
    int number = entries.first(key);
    if (number < 0) {
      return null;
    }
    try {
      return expansion().value(number).text();
    } catch (BadValueException e) {
      return entries.all().get(number).value(); // Told where it stands.
    }
  }

  @Override
  public void line(Assignment line) throws BadValueException {
    budget.entry();
    switch (line.key()) {
      case "ini", "include" -> include(line);
      case "inherit" -> inherited.add(line);
      case "set-placeholder", "set-ph" -> placeholder(line);
      case "set" -> set(line);
      default -> {
        if (FOREIGN.contains(line.key())) {
          throw new BadValueException("no other files than .ini files; use include = FILE.ini");
        }
        entries.add(new Entry(line, literal, false));
      }
    }
  }

  private void placeholder(Assignment line) throws BadValueException {
    Assignment made = split(line);
    if (catalogue.isOption(made.key())) {
      throw new BadValueException("a name that is no option's, not " + made.key());
    }
    entries.add(new Entry(made, literal, true));
  }

  private void set(Assignment line) throws BadValueException {
    Assignment made = split(line);
    boolean more = made.key().startsWith("set") || made.key().startsWith("in");
    if (more && !catalogue.isOption(made.key())) {
      throw new BadValueException("an option, not " + made.key());
    }
    entries.add(new Entry(made, literal, false));
  }

  private static Assignment split(Assignment line) throws BadValueException {
    int equals = line.value().indexOf('=');
    String key = equals < 0 ? "" : IniText.strip(line.value().substring(0, equals));
    if (key.isEmpty()) {
      throw new BadValueException("name=value");
    }
    return new Assignment(
        line.place(), key, IniText.strip(line.value().substring(equals + 1)), false);
  }

  /** Never throws for what the other file holds: that is told with its own places. */
  private void include(Assignment line) throws BadValueException {
    boolean late = line.key().equals("inherit");
    String wanted = late ? expansion().expand(line.key(), line.value()).text() : early(line);
    FileName name = includes.target(line.key(), wanted);
    walk(name, includes.document(name), line.place(), line.key());
  }
}
