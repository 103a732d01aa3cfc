package io.trajan.config.files;

import io.trajan.config.codec.ConfigCheck;
import io.trajan.config.codec.ConfigDocument;
import io.trajan.config.codec.ConfigEntry;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Interpolation;
import io.trajan.config.codec.Nearest;
import io.trajan.config.codec.Place;
import io.trajan.config.codec.TypedConfig;
import io.trajan.config.files.Judgement.Refused;
import io.trajan.config.files.Judgement.Sound;
import io.trajan.config.files.Judgement.Warning;
import io.trajan.config.files.schema.Attribute;
import io.trajan.config.files.schema.Schema;
import io.trajan.config.files.schema.Schemas;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about a document: placeholders, keys, types, ranges, options, what is missing, and what
 * the components' own checks say. Collects every fault. Any thread.
 */
final class Checker {
  private static final Logger LOG = LoggerFactory.getLogger(Checker.class);

  private final Schemas schemas;
  private final Interpolation interpolation;
  private final Function<String, Collection<ConfigCheck>> checks;

  /**
   * @param checks the components' own checks of a PID
   */
  Checker(
      Schemas schemas,
      Interpolation interpolation,
      Function<String, Collection<ConfigCheck>> checks) {
    this.schemas = schemas;
    this.interpolation = interpolation;
    this.checks = checks;
  }

  /** Whether there are both a definition and a component's own check to judge by. */
  boolean knows(FileName name) {
    return schemas.find(name.schemaPid()) != null && !checks.apply(name.schemaPid()).isEmpty();
  }

  /** What becomes of the document of a file. */
  Judgement judge(FileName name, ConfigDocument document) {
    Schema schema = schemas.find(name.schemaPid());
    Typing typing = new Typing(schema, interpolation);
    document.faults().forEach(typing::fault);
    misnamed(name, schema, typing, document.file());
    document.entries().forEach(typing::add);
    if (schema != null) {
      missing(schema, document, typing);
    }
    own(name, document, typing);
    return typing.faults().isEmpty()
        ? new Sound(typing.values(), typing.shown(), schema == null ? unknown(name) : null)
        : new Refused(sorted(typing.faults()));
  }

  private static List<Fault> sorted(Collection<Fault> faults) {
    List<Fault> sorted = new ArrayList<>(faults);
    sorted.sort(Comparator.comparingInt(fault -> fault.place().line()));
    return sorted;
  }

  private static void misnamed(FileName name, @Nullable Schema schema, Typing typing, String file) {
    if (schema == null || schema.factory() == (name.factoryPid() != null)) {
      return;
    }
    String sentence =
        schema.factory()
            ? schema.pid() + " is a factory: name the file " + schema.pid() + "-NAME.cfg"
            : schema.pid() + " has one configuration: name the file " + schema.pid() + ".cfg";
    typing.fault(Fault.of(new Place(file, 0), "", sentence));
  }

  private static void missing(Schema schema, ConfigDocument document, Typing typing) {
    List<String> given = document.entries().stream().map(ConfigEntry::key).toList();
    for (Attribute attribute : schema.attributes()) {
      if (attribute.required() && !given.contains(attribute.key())) {
        typing.fault(
            Fault.of(
                new Place(document.file(), 0),
                attribute.key(),
                "is missing; expected " + attribute.type().expectation()));
      }
    }
  }

  /**
   * Asks the components. For a key that is at fault already they see the default, and what they say
   * of it is not told.
   */
  private void own(FileName name, ConfigDocument document, Typing typing) {
    Collection<ConfigCheck> asked = checks.apply(name.schemaPid());
    if (asked.isEmpty()) {
      return;
    }
    Set<String> faulty = typing.faults().stream().map(Fault::key).collect(Collectors.toSet());
    TypedConfig config = typing.config(name.pid(), document.file());
    for (ConfigCheck check : asked) {
      try {
        check.check(config).stream()
            .filter(fault -> !faulty.contains(fault.key()))
            .forEach(typing::fault);
      } catch (RuntimeException | LinkageError e) {
        // Somebody else's code, perhaps of a bundle being replaced; it must not let one pass.
        LOG.error("the check {} of {} failed", check.getClass().getName(), name.pid(), e);
        Place whole = new Place(document.file(), 0);
        typing.fault(Fault.of(whole, "", "could not be checked: " + e));
      }
    }
  }

  private Warning unknown(FileName name) {
    String nearest = Nearest.to(name.schemaPid(), schemas.pids());
    return new Warning(
        "no installed bundle knows the PID " + name.schemaPid() + "; its values are texts",
        nearest);
  }
}
