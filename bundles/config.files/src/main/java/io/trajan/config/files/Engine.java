package io.trajan.config.files;

import io.trajan.config.codec.ConfigDocument;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import io.trajan.config.files.Judgement.Refused;
import io.trajan.config.files.Judgement.Sound;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings ConfigAdmin in line with the directory. Its methods belong to one thread at a time, the
 * activating one and then the worker; {@link #states} may be called by any.
 */
final class Engine {
  /** How long a file must have been left alone to count as whole when nobody said that it is. */
  static final long QUIET_MS = 80;

  private static final Logger LOG = LoggerFactory.getLogger("io.trajan.config");

  private final Folder folder;
  private final Checker checker;
  private final Configurations configurations;
  private final Map<String, FileState> states = new ConcurrentSkipListMap<>();

  /** By PID, the file whose configuration is in force. */
  private final Map<String, String> owners = new HashMap<>();

  /** Whether the file that is looked at was put in force before all was known of it. */
  private boolean hasty;

  Engine(Folder folder, Checker checker, Configurations configurations) {
    this.folder = folder;
    this.checker = checker;
    this.configurations = configurations;
  }

  /** Every file as it stands. */
  Collection<FileState> states() {
    return states.values();
  }

  /**
   * Reads everything for the first time and drops what an earlier life left of files that are gone.
   */
  List<String> start() throws IOException {
    owners.putAll(configurations.load());
    List<String> unsettled = scan(false);
    for (Map.Entry<String, String> left : Map.copyOf(owners).entrySet()) {
      String file = left.getValue();
      if (!states.containsKey(file) && !unsettled.contains(file)) {
        delete(file, left.getKey());
      }
    }
    return unsettled;
  }

  /**
   * Looks at the whole directory.
   *
   * @param all whether to read also what looks unchanged
   * @return the files that changed so recently that they may not be whole yet
   */
  List<String> scan(boolean all) throws IOException {
    SortedSet<String> names = folder.names();
    List<String> unsettled = new ArrayList<>();
    long now = System.currentTimeMillis();
    for (String gone : new TreeSet<>(states.keySet())) {
      if (!names.contains(gone)) {
        remove(gone);
      }
    }
    for (String file : names) {
      Stamp stamp = folder.stamp(file);
      FileState known = states.get(file);
      boolean same = known != null && Objects.equals(stamp, known.stamp());
      if (stamp != null && !same && stamp.fresh(now, QUIET_MS)) {
        unsettled.add(file);
      } else if ((!same || all) && !look(file)) {
        unsettled.add(file);
      }
    }
    return unsettled;
  }

  /**
   * Looks again at the files of some PIDs, because what is known of these is different now.
   *
   * @param pids all of them
   * @param news those of which something is known for the first time: what was put in force before
   *     that and turns out to be wrong makes way for what an earlier life left
   */
  void recheck(Set<String> pids, Set<String> news) {
    for (FileState before : states.values()) {
      FileName name = before.name();
      if (name == null || !pids.contains(name.schemaPid())) {
        continue;
      }
      hasty = before.faults().isEmpty() && !before.known() && news.contains(name.schemaPid());
      look(before.file());
      FileState now = states.get(before.file());
      if (now != null && hasty && !now.faults().isEmpty()) {
        restore(now, name.pid());
      }
      hasty = false;
    }
  }

  private void restore(FileState refused, String pid) {
    try {
      boolean inForce = configurations.restore(pid);
      if (!inForce) {
        owners.remove(pid);
      }
      FileState now =
          new FileState(
              refused.file(), refused.name(), refused.stamp(), refused.judgement(), inForce, true);
      states.put(refused.file(), now);
      LOG.warn("{} {}", now.file(), consequence(now));
    } catch (IOException
        | RuntimeException
        | LinkageError e) { // ConfigAdmin's listeners run inside
      LOG.error("{} is refused, but could not be taken out of force", refused.file(), e);
    }
  }

  /**
   * Reads a file that is whole and puts it in force or refuses it; takes it out of force when it is
   * gone.
   *
   * @return false when it changed while it was read
   */
  boolean look(String file) {
    Stamp before = folder.stamp(file);
    ConfigDocument document = folder.read(file);
    Stamp after = folder.stamp(file);
    if (after == null && !folder.exists(file)) {
      remove(file);
      return true;
    }
    if (before != null && !before.equals(after)) {
      return false;
    }
    FileName name = FileName.of(file);
    Judgement judgement = name == null ? noPid(file) : judge(name, document);
    settle(file, name, after, judgement);
    return true;
  }

  static Judgement noPid(String file) {
    return refused(
        file,
        "expected PID.cfg or FACTORY-NAME.cfg, with letters, digits, '.' and '_' in the PID and no spaces");
  }

  private static Judgement refused(String file, String sentence) {
    return new Refused(List.of(Fault.of(new Place(file, 0), "", sentence)));
  }

  private Judgement judge(FileName name, ConfigDocument document) {
    String owner = owners.get(name.pid());
    if (owner != null && !owner.equals(name.file()) && states.containsKey(owner)) {
      return refused(
          name.file(), "the PID " + name.pid() + " is configured by " + owner + " already");
    }
    return checker.judge(name, document);
  }

  private void settle(
      String file, @Nullable FileName name, @Nullable Stamp stamp, Judgement judgement) {
    FileState before = states.get(file);
    Judgement outcome = judgement;
    boolean changed = false;
    if (judgement instanceof Sound sound && name != null) {
      try {
        changed = configurations.put(name, sound.values());
        owners.put(name.pid(), file);
      } catch (IOException
          | RuntimeException
          | LinkageError e) { // ConfigAdmin's listeners run inside
        LOG.debug("{} could not be put in force", file, e);
        outcome = refused(file, "could not be put in force: " + e);
      }
    }
    boolean inForce = name != null && file.equals(owners.get(name.pid()));
    boolean known = name != null && checker.knows(name);
    FileState now = new FileState(file, name, stamp, outcome, inForce, known);
    states.put(file, now);
    tell(before, now, changed);
  }

  /** The directory with the files. */
  Folder folder() {
    return folder;
  }

  /** Each trouble once, and once its end. */
  private void tell(@Nullable FileState before, FileState now, boolean changed) {
    List<Fault> faults = now.faults();
    if (faults.isEmpty()) {
      if (before != null && !before.faults().isEmpty()) {
        LOG.info("{} is mended and in force", now.file());
      } else if (before != null && changed) {
        LOG.info("{} is in force", now.file());
      }
    } else if (before == null || !before.faults().equals(faults)) {
      faults.forEach(fault -> LOG.warn("refused: {}", fault));
      if (!hasty) { // otherwise it is told when it has been taken out of force
        LOG.warn("{} {}", now.file(), consequence(now));
      }
    }
  }

  static String consequence(FileState state) {
    return state.inForce()
        ? "is not applied; its last good configuration stays in force"
        : "is not applied; there is no configuration of it in force";
  }

  private void remove(String file) {
    FileState gone = states.remove(file);
    FileName name = gone == null ? null : gone.name();
    if (name == null) {
      return;
    }
    if (file.equals(owners.get(name.pid()))) {
      delete(file, name.pid());
    }
    for (FileState other : states.values()) {
      if (other.hasPid(name.pid())) {
        look(other.file()); // its PID is free now
      }
    }
  }

  private void delete(String file, String pid) {
    try {
      owners.remove(pid);
      configurations.delete(pid);
      LOG.info("{} is gone, its configuration is deleted", file);
    } catch (IOException
        | RuntimeException
        | LinkageError e) { // ConfigAdmin's listeners run inside
      LOG.error("{} is gone, but its configuration could not be deleted", file, e);
    }
  }
}
