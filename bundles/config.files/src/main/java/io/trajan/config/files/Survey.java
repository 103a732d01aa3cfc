package io.trajan.config.files;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Nearest;
import io.trajan.config.files.Judgement.Refused;
import io.trajan.config.files.Judgement.Sound;
import io.trajan.config.files.Judgement.Warning;
import io.trajan.config.files.schema.Schema;
import io.trajan.config.files.schema.Schemas;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Answers questions about the configuration as it stands now. Any thread. */
public final class Survey {
  private final Engine engine;
  private final Schemas schemas;
  private final Checker checker;
  private final ConfigurationAdmin admin;

  Survey(Engine engine, Schemas schemas, Checker checker, ConfigurationAdmin admin) {
    this.engine = engine;
    this.schemas = schemas;
    this.checker = checker;
    this.admin = admin;
  }

  /** How much a finding weighs. */
  public enum Weight {
    /** The file is not applied. */
    REFUSED,
    /** The file is applied, but something about it is odd. */
    WARNING
  }

  /**
   * Something a person should mend, as {@code config:check} shows it.
   *
   * @param file the file
   * @param line the line, 0 for the whole file
   * @param key the key, may be empty
   * @param value the value as written, secrets masked, may be empty
   * @param expected what would have been accepted, or what is wrong
   * @param nearest what was perhaps meant, may be empty
   * @param weight how much it weighs
   */
  public record Finding(
      String file,
      int line,
      String key,
      String value,
      String expected,
      String nearest,
      Weight weight) {
    static Finding of(Fault fault) {
      return new Finding(
          fault.place().file(),
          fault.place().line(),
          fault.key(),
          fault.value() == null ? "" : fault.value(),
          fault.expectation(),
          fault.nearest() == null ? "" : fault.nearest(),
          Weight.REFUSED);
    }

    static Finding of(String file, Warning warning) {
      String nearest = warning.nearest() == null ? "" : warning.nearest();
      return new Finding(file, 0, "", "", warning.sentence(), nearest, Weight.WARNING);
    }
  }

  /** How many files there are. */
  public int files() {
    return engine.states().size();
  }

  /** Everything to mend, by file and line. */
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    engine.states().forEach(state -> add(findings, state.file(), state.judgement()));
    findings.addAll(launcher());
    return findings;
  }

  /** The launcher's file counts at the next start only, but what is wrong in it is told now. */
  private List<Finding> launcher() {
    FileName name = FileName.of(Folder.LAUNCHERS);
    List<Finding> findings = new ArrayList<>();
    if (name != null
        && engine.folder().exists(Folder.LAUNCHERS)
        && checker.judge(name, engine.folder().read(Folder.LAUNCHERS)) instanceof Refused refused) {
      refused.faults().forEach(fault -> findings.add(Finding.of(fault)));
    }
    return findings;
  }

  private static void add(List<Finding> findings, String file, Judgement judgement) {
    switch (judgement) {
      case Refused refused -> refused.faults().forEach(fault -> findings.add(Finding.of(fault)));
      case Sound sound -> {
        Warning warning = sound.warning();
        if (warning != null) {
          findings.add(Finding.of(file, warning));
        }
      }
    }
  }

  /** For each refused file, one sentence about what is in force instead. */
  public Map<String, String> consequences() {
    Map<String, String> sentences = new TreeMap<>();
    for (FileState state : engine.states()) {
      if (!state.faults().isEmpty()) {
        sentences.put(state.file(), Engine.consequence(state));
      }
    }
    return sentences;
  }

  /** Judges a file wherever it lies, by its name and content; nothing takes effect. */
  public List<Finding> tryOut(Path file) {
    String shown = file.toString();
    String last = String.valueOf(file.getFileName());
    FileName name = FileName.isOurs(last) ? FileName.of(last) : null;
    List<Finding> findings = new ArrayList<>();
    add(
        findings,
        shown,
        name == null ? Engine.noPid(shown) : checker.judge(name, Folder.read(file, shown)));
    return findings;
  }

  /** All PIDs that something is known about: of bundles and of files. */
  public Collection<String> pids() {
    TreeSet<String> pids = new TreeSet<>(schemas.pids());
    for (FileState state : engine.states()) {
      FileName name = state.name();
      if (name != null) {
        pids.add(name.pid());
      }
    }
    return pids;
  }

  /** What a bundle says about a PID, or about the factory of an instance; null when none does. */
  public @Nullable Schema schema(String pid) {
    int tilde = pid.indexOf('~');
    Schema exact = schemas.find(pid);
    return exact != null || tilde < 0 ? exact : schemas.find(pid.substring(0, tilde));
  }

  /** What bundles say about all their PIDs, by PID. */
  public List<Schema> schemas() {
    return schemas.all().stream().sorted(Comparator.comparing(Schema::pid)).toList();
  }

  /** The nearest known PID, or null. */
  public @Nullable String nearest(String pid) {
    return Nearest.to(pid, pids());
  }

  /** A row of {@code config:list}. */
  public record Row(String pid, String file, State state) {}

  /** Where a configuration stands. */
  public enum State {
    /** As the file says. */
    IN_FORCE,
    /** The file is refused, its last good configuration in force. */
    LAST_GOOD,
    /** The file is refused and nothing of it in force. */
    REFUSED,
    /** Made by a feature, the shell or the web console, not by a file. */
    OTHER
  }

  /** Every configuration, of files and of others. */
  public List<Row> rows() throws IOException, InvalidSyntaxException {
    Map<String, Row> rows = new TreeMap<>();
    Configuration[] all = admin.listConfigurations(null);
    for (Configuration configuration : all == null ? new Configuration[0] : all) {
      rows.put(configuration.getPid(), new Row(configuration.getPid(), "", State.OTHER));
    }
    for (FileState state : engine.states()) {
      FileName name = state.name();
      String pid = name == null ? "" : name.pid();
      rows.put(name == null ? state.file() : pid, new Row(pid, state.file(), stateOf(state)));
    }
    return List.copyOf(rows.values());
  }

  private static State stateOf(FileState state) {
    if (state.faults().isEmpty()) {
      return State.IN_FORCE;
    }
    return state.inForce() ? State.LAST_GOOD : State.REFUSED;
  }

  /** The values of a PID in force, or null when it has no configuration. */
  public @Nullable Dictionary<String, Object> inForce(String pid)
      throws IOException, InvalidSyntaxException {
    return Configurations.inForce(admin, pid);
  }

  /** The values of a file as written, secrets masked, by key; empty when it is not sound. */
  public Map<String, String> shown(String pid) {
    for (FileState state : engine.states()) {
      if (state.hasPid(pid) && state.judgement() instanceof Sound sound) {
        return sound.shown();
      }
    }
    return Map.of();
  }
}
