package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The files of one reading, and the way that led into them. For one thread. */
final class Includes {
  private static final int DEPTH = 16;

  private final FileName main;
  private final LocalFiles files;
  private final Budget budget;
  private final Faults faults;
  private final Map<Path, IniDocument> documents = new HashMap<>();
  private final Deque<FileName> open = new ArrayDeque<>();
  private FileName last;

  /**
   * @param main the vassal's own file
   */
  Includes(FileName main, LocalFiles files, Budget budget, Faults faults) {
    this.main = main;
    this.files = files;
    this.budget = budget;
    this.faults = faults;
    this.last = main;
  }

  /** What the vassal's own file holds. */
  IniDocument first(byte[] bytes) throws BadValueException {
    budget.file();
    return parsed(main, bytes);
  }

  private IniDocument parsed(FileName name, byte[] bytes) {
    List<String> lines = IniText.lines(name.written(), bytes, faults);
    IniDocument document = IniDocument.of(name.written(), lines);
    documents.put(name.path(), document);
    return document;
  }

  /** From now on that file is being read. */
  void enter(FileName name) {
    open.push(name);
  }

  /** The file entered last has been read. */
  void leave() {
    open.pop();
  }

  /**
   * The file that a line asks for.
   *
   * @param key the line's key
   * @throws BadValueException when it is not the name of an .ini file
   */
  FileName target(String key, String wanted) throws BadValueException {
    if (wanted.isEmpty() || wanted.equals("-") || wanted.contains("://")) {
      throw new BadValueException("the name of an .ini file, with or without :section");
    }
    int colon = wanted.lastIndexOf(':');
    String file = colon < 0 ? wanted : wanted.substring(0, colon);
    String section = colon < 0 ? "" : wanted.substring(colon + 1);
    if (file.isEmpty()) {
      return last.in(section);
    }
    if (!key.equals("ini") && !file.endsWith(".ini")) {
      throw new BadValueException("the name of a file that ends in .ini");
    }
    return new FileName(located(files.path(file)), file, section);
  }

  /** A link keeps its name, as in uWSGI; other paths lose their detours. */
  private static Path located(Path path) {
    try {
      return Files.isSymbolicLink(path) ? path.normalize() : path.toRealPath();
    } catch (IOException e) {
      return path.normalize(); // Reading it tells what is the matter.
    }
  }

  private void guard(FileName name) throws BadValueException {
    boolean circle =
        open.stream()
            .anyMatch(
                each ->
                    each.path().equals(name.path())
                        && each.sectionOrDefault().equals(name.sectionOrDefault()));
    if (circle) {
      throw new BadValueException("a file that does not include itself: " + chain(name));
    }
    if (open.size() >= DEPTH) {
      throw new BadValueException("includes at most " + DEPTH + " deep: " + chain(name));
    }
  }

  private String chain(FileName name) {
    List<String> chain = new ArrayList<>();
    open.descendingIterator().forEachRemaining(each -> chain.add(told(each)));
    chain.add(told(name));
    return String.join(" → ", chain);
  }

  private static String told(FileName name) {
    return name.section().isEmpty() ? name.written() : name.written() + ":" + name.section();
  }

  /**
   * What a file holds; read once.
   *
   * @throws BadValueException when it is being read already, or cannot be
   */
  IniDocument document(FileName name) throws BadValueException {
    budget.file();
    guard(name);
    IniDocument known = documents.get(name.path());
    if (known == null) {
      known = parsed(name, files.bytes(name.path(), LocalFiles.LARGEST_FILE));
    }
    last = name.in("");
    return known;
  }
}
