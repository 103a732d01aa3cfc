package io.trajan.config.files.command;

import io.trajan.config.files.ConfigFiles;
import io.trajan.config.files.Survey;
import io.trajan.config.files.Survey.Finding;
import io.trajan.config.files.Survey.Row;
import io.trajan.config.files.Survey.Weight;
import io.trajan.config.files.schema.Attribute;
import io.trajan.config.files.schema.Schema;
import io.trajan.shell.CommandException;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import io.trajan.shell.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The commands of scope {@code config}. */
@Component(
    service = ConfigCommands.class,
    property = {
      "osgi.command.scope=config",
      "osgi.command.function=check",
      "osgi.command.function=describe",
      "osgi.command.function=list",
      "osgi.command.function=show"
    })
@Descriptor("The files in etc/ and what is in force of them")
public final class ConfigCommands {
  private final ConfigFiles files;

  /** Asks the given reader. */
  @Activate
  public ConfigCommands(@Reference ConfigFiles files) {
    this.files = files;
  }

  /** A key as {@code config:describe} shows it. */
  public record KeyRow(
      String key, String type, String fallback, String accepts, String description) {
    static KeyRow of(Attribute attribute) {
      String none = attribute.required() ? "required" : "";
      return new KeyRow(
          attribute.key(),
          (attribute.many() ? "list of " : "") + attribute.type().name(),
          attribute.defaults().isEmpty() ? none : String.join(", ", attribute.defaults()),
          attribute.type().expectation(),
          attribute.description().isEmpty() ? attribute.name() : attribute.description());
    }
  }

  /** Every fault and oddity of the files in force; status 1 when a file is refused. */
  @Descriptor("Lists what is wrong in the files of etc/; status 1 when a file is refused")
  @Example({"config:check", "config:check --json", "config:check /tmp/io.trajan.http.cfg"})
  public Object check() {
    Survey survey = files.survey();
    return verdict(survey.findings(), survey.files() + " files, all in force");
  }

  /** The same for files that are not in force. */
  @Descriptor("Judges files before they are put into etc/; nothing takes effect")
  @Example("config:check /tmp/io.trajan.http.cfg")
  public Object check(@CompleteWith("file") @Descriptor("files named as in etc/") Path... file)
      throws CommandException {
    List<Finding> findings = new ArrayList<>();
    for (Path one : file) {
      if (!Files.exists(one)) {
        throw new CommandException("config:check: " + one + " does not exist");
      }
      findings.addAll(files.survey().tryOut(one));
    }
    return verdict(findings, "nothing is wrong");
  }

  private static Object verdict(List<Finding> findings, String fine) {
    boolean refused = findings.stream().anyMatch(f -> f.weight() == Weight.REFUSED);
    return findings.isEmpty() ? fine : new Verdict(findings, refused ? 1 : 0);
  }

  /**
   * A PID as {@code config:describe} lists it.
   *
   * @param pid names the file in etc/
   * @param description in a line
   */
  public record PidRow(String pid, String description) {
    static PidRow of(Schema schema) {
      String pid = schema.factory() ? schema.pid() + "-NAME" : schema.pid();
      return new PidRow(
          pid, schema.description().isEmpty() ? schema.title() : schema.description());
    }
  }

  /** All PIDs. */
  @Descriptor("Lists the PIDs that bundles have settings for; PID.cfg in etc/ sets them")
  @Example("config:describe")
  public List<PidRow> describe() {
    return files.survey().schemas().stream().map(PidRow::of).toList();
  }

  /** What a bundle says about a PID. */
  @Descriptor("Shows the keys of a PID: type, default, what is accepted, meaning")
  @Example("config:describe io.trajan.http")
  public List<KeyRow> describe(@CompleteWith("pid") @Descriptor("a PID or factory PID") String pid)
      throws CommandException {
    Schema schema = files.survey().schema(pid);
    if (schema == null) {
      throw unknown("config:describe", "no installed bundle knows the PID " + pid, pid);
    }
    return schema.attributes().stream().map(KeyRow::of).toList();
  }

  /** Every configuration. */
  @Descriptor("Lists every configuration, its file, and whether that is in force")
  @Example("config:list")
  public List<Row> list() throws IOException, InvalidSyntaxException {
    return files.survey().rows();
  }

  /** The values in force. */
  @Descriptor("Shows the values of a PID that are in force, secrets masked")
  @Example("config:show io.trajan.http")
  public Map<String, Object> show(@CompleteWith("pid") @Descriptor("a PID") String pid)
      throws CommandException, IOException, InvalidSyntaxException {
    Map<String, Object> values = Values.shown(files.survey(), pid);
    if (values == null) {
      throw unknown("config:show", "the PID " + pid + " has no configuration", pid);
    }
    return values;
  }

  private CommandException unknown(String command, String sentence, String pid) {
    String nearest = files.survey().nearest(pid);
    boolean helps = nearest != null && !nearest.equals(pid);
    return new CommandException(
        command + ": " + sentence + (helps ? "; did you mean " + nearest + "?" : ""));
  }
}
