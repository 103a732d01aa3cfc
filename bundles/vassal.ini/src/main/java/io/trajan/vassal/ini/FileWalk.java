package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Nearest;
import io.trajan.vassal.ini.Block.Context;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The way through the lines of one section: magic variables, then conditions and loops. What comes
 * out are the lines that count. One use, one thread.
 *
 * <p>Differs from uWSGI: a block that is never closed and an unknown {@code if-} are refused;
 * {@code else} does what later releases make it do.
 */
final class FileWalk {
  private static final Set<String> ENDS = Set.of("end", "endif", "end-if", "endfor", "end-for");

  /** What a line leads to. */
  interface Desk {
    /** A line that counts. */
    void line(Assignment line) throws BadValueException;

    /** The text as it stands after the lines before. */
    String early(Assignment line) throws BadValueException;

    /** A line that is seen, whether it counts or not. */
    void seen(Assignment line);
  }

  private final Magic magic;
  private final Conditions conditions;
  private final Loops loops;
  private final Faults faults;
  private final Budget budget;
  private final Desk desk;
  private @Nullable Block block;

  FileWalk(
      Magic magic, Conditions conditions, Loops loops, Faults faults, Budget budget, Desk desk) {
    this.magic = magic;
    this.conditions = conditions;
    this.loops = loops;
    this.faults = faults;
    this.budget = budget;
    this.desk = desk;
  }

  /** Goes through the lines. */
  void through(List<Assignment> lines) {
    for (Assignment line : lines) {
      if (budget.isSpent()) {
        return; // Once is told; the rest would only repeat it.
      }
      attempt(line);
    }
    Block open = block;
    if (open != null) {
      faults.add(
          open.opening().place(),
          open.opening().key(),
          "is never closed: expected " + (open.condition() ? "endif" : "endfor") + " below");
    }
  }

  private void attempt(Assignment written) {
    try {
      line(
          new Assignment(
              written.place(),
              IniText.strip(magic.expand(written.key())),
              IniText.strip(magic.expand(written.value())),
              written.bare()));
    } catch (BadValueException e) {
      faults.add(written.place(), written.key(), written.value(), e);
      if (block == null && isOpening(written.key())) {
        block = Block.unclear(written, Conditions.isOne(written.key()));
      }
    }
  }

  private void line(Assignment line) throws BadValueException {
    desk.seen(line);
    String key = line.key();
    if (key.isEmpty()) {
      faults.add(line.place(), "", "expected a key before the equals sign");
    } else if (ENDS.contains(key)) {
      block = null; // One that closes nothing is no fault there either.
    } else if (key.equals("else")) {
      otherwise(line);
    } else if (isOpening(key)) {
      open(line);
    } else {
      repeat(line);
    }
  }

  private static boolean isOpening(String key) {
    return Loops.NAMES.contains(key) || Conditions.isOne(key);
  }

  private void otherwise(Assignment line) {
    Block open = block;
    if (open == null || !open.condition() || open.inElse()) {
      faults.add(line.place(), "else", "stands in no condition");
    } else {
      block = open.otherwise();
    }
  }

  private void open(Assignment line) throws BadValueException {
    Block open = block;
    if (open != null) {
      faults.add(
          line.place(),
          line.key(),
          "stands inside "
              + open.opening().key()
              + " of line "
              + open.opening().place().line()
              + "; a block cannot hold another one");
      return;
    }
    if (Loops.NAMES.contains(line.key())) {
      block = loops.open(line, desk.early(line));
    } else if (Conditions.names().contains(line.key())) {
      block = conditions.open(line, desk.early(line));
    } else {
      unknown(line);
    }
  }

  private void unknown(Assignment line) {
    Set<String> known = new TreeSet<>(Conditions.names());
    faults.add(
        new io.trajan.config.codec.Fault(
            line.place(),
            line.key(),
            null,
            "is no condition that is known",
            Nearest.to(line.key(), known)));
    block = Block.unclear(line, true);
  }

  private void repeat(Assignment line) throws BadValueException {
    Block open = block;
    if (open == null) {
      desk.line(line);
      return;
    }
    for (Context each : open.contexts()) {
      budget.value(each.length(line.value()));
      desk.line(line.with(each.apply(line.value())));
    }
  }
}
