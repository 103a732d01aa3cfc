package io.trajan.deploy.drop;

import io.trajan.deploy.plan.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes what is deployed agree with the files of a directory, one file at a time. A file that is
 * refused is tried again when something else was installed, because it may have waited for that.
 * Confined to the deploy thread.
 */
public final class DropDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(DropDirectory.class);
  private static final Pattern ODD = Pattern.compile("\\p{Cntrl}");

  private final Path directory;
  private final DropLedger ledger;
  private final List<DropTarget> targets;

  public DropDirectory(Path directory, DropLedger ledger, List<DropTarget> targets) {
    this.directory = directory;
    this.ledger = ledger;
    this.targets = List.copyOf(targets);
  }

  /** Looks at every file there is and every file there was. */
  public void lookAtAll() throws IOException {
    var names = new TreeSet<String>();
    ledger.all().forEach(drop -> names.add(drop.file()));
    if (Files.isDirectory(directory)) {
      try (var files = Files.list(directory)) {
        files.forEach(file -> names.add(file.getFileName().toString()));
      }
    }
    var changed = false;
    for (var name : names) {
      changed |= lookAtOne(name, false);
    }
    if (changed) {
      retryRefused();
    }
  }

  /** Looks at one file that changed, came or went. */
  public void lookAt(String name) throws IOException {
    if (lookAtOne(name, false)) {
      retryRefused();
    }
  }

  /** Tries again what was refused, until a round changes nothing. */
  public void retryRefused() throws IOException {
    boolean changed;
    do {
      changed = false;
      for (var drop : ledger.all()) {
        if (!drop.refusal().isEmpty()) {
          changed |= lookAtOne(drop.file(), true);
        }
      }
    } while (changed);
  }

  /** Notes that somebody else uninstalled what a file said. */
  public void uninstalledByHand(String name) throws IOException {
    var drop = ledger.find(name);
    if (drop.isPresent() && !drop.get().sha256().isEmpty()) {
      ledger.put(drop.get().uninstalled());
    }
  }

  /** Notes that somebody else installed again what a file said. */
  public void installedByHand(String name) throws IOException {
    var drop = ledger.find(name);
    if (drop.isPresent() && drop.get().byHand()) {
      ledger.put(drop.get().reinstated());
    }
  }

  /** Says whether something was installed, replaced or removed. */
  private boolean lookAtOne(String name, boolean again) throws IOException {
    var target = targets.stream().filter(t -> t.takes(name)).findFirst();
    if (target.isEmpty() || ODD.matcher(name).find()) {
      return false;
    }
    var known = ledger.find(name);
    var stamp = stamp(directory.resolve(name));
    if (stamp == null) {
      return known.isPresent() && remove(known.get(), target.get());
    }
    if (!again && known.isPresent() && upToDate(known.get(), stamp, target.get())) {
      return false;
    }
    return place(name, stamp, known, target.get());
  }

  private static boolean upToDate(Drop known, String stamp, DropTarget target) {
    return known.stamp().equals(stamp)
        && (known.state() != Drop.State.ACTIVE || target.there(known));
  }

  private boolean place(String name, String stamp, Optional<Drop> known, DropTarget target)
      throws IOException {
    try {
      var placed = target.place(name, directory.resolve(name));
      ledger.put(new Drop(name, stamp, placed.sha256(), placed.thing(), "", false));
      var changed = known.map(k -> !k.sha256().equals(placed.sha256())).orElse(true);
      if (changed || known.get().refusal().isEmpty()) {
        LOG.info("deploy/{}: {} is in force", name, placed.thing());
      }
      return changed;
    } catch (RefusedException e) {
      var why = String.valueOf(e.getMessage());
      var before = known.orElse(new Drop(name, stamp, "", "", "", false));
      if (!why.equals(before.refusal())) {
        LOG.warn("deploy/{} is refused: {}{}", name, why, kept(before));
      }
      ledger.put(before.refused(stamp, why));
      return false;
    }
  }

  private static String kept(Drop before) {
    return before.sha256().isEmpty() ? "" : "; " + before.thing() + " stays in force";
  }

  private boolean remove(Drop known, DropTarget target) throws IOException {
    try {
      if (!known.sha256().isEmpty()) {
        target.remove(known);
        LOG.info("deploy/{} is gone: {} was uninstalled", known.file(), known.thing());
      }
      ledger.remove(known.file());
      return true;
    } catch (RefusedException e) {
      var why = "the file is gone, but " + e.getMessage();
      if (!why.equals(known.refusal())) {
        LOG.warn("deploy/{}: {}", known.file(), why);
      }
      ledger.put(known.refused("", why));
      return false;
    }
  }

  /** How a file looks from outside, or null when there is none; a link is followed. */
  private static @Nullable String stamp(Path file) throws IOException {
    try {
      var a = Files.readAttributes(file, BasicFileAttributes.class);
      return a.isRegularFile()
          ? a.size() + "-" + a.lastModifiedTime().toInstant() + "-" + a.fileKey()
          : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
