package io.trajan.vassal.emperor.file;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ConfigDocument;
import io.trajan.config.codec.ConfigEntry;
import io.trajan.config.codec.ConfigItem;
import io.trajan.config.codec.ConfigParser;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Interpolated;
import io.trajan.config.codec.Interpolation;
import io.trajan.config.codec.VassalPlaceholders;
import io.trajan.vassal.Given;
import io.trajan.vassal.Reading;
import io.trajan.vassal.VassalFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads {@code .cfg} files of vassals: property files, with uWSGI's placeholders and ours. */
public final class CfgFormat implements VassalFormat {
  private final String host;
  private final String version;
  private final Function<String, @Nullable String> environment;
  private final Interpolation interpolation;

  /**
   * @param host what {@code %h} stands for
   * @param version what {@code %V} stands for
   * @param environment a variable's value for {@code $(NAME)}, null when it is not set
   * @param interpolation replaces {@code $[kind:name]}
   */
  public CfgFormat(
      String host,
      String version,
      Function<String, @Nullable String> environment,
      Interpolation interpolation) {
    this.host = host;
    this.version = version;
    this.environment = environment;
    this.interpolation = interpolation;
  }

  @Override
  public String extension() {
    return "cfg";
  }

  @Override
  public Reading read(String vassal, Path file, byte[] bytes) {
    ConfigDocument document = ConfigParser.parse(String.valueOf(file.getFileName()), bytes);
    VassalPlaceholders placeholders =
        new VassalPlaceholders(file, host, version, environment, name -> written(document, name));
    List<Given> given = new ArrayList<>();
    List<Fault> faults = new ArrayList<>(document.faults());
    for (ConfigEntry entry : document.entries()) {
      for (ConfigItem item : entry.items()) {
        read(entry.key(), item, placeholders, given, faults);
      }
    }
    return new Reading(given, faults);
  }

  /** What {@code %(name)} stands for: another option of the file, as it is written. */
  private static @Nullable String written(ConfigDocument document, String name) {
    return document
        .entry(name)
        .filter(entry -> entry.text().indexOf('%') < 0)
        .map(ConfigEntry::text)
        .orElse(null);
  }

  private void read(
      String key,
      ConfigItem item,
      VassalPlaceholders placeholders,
      List<Given> given,
      List<Fault> faults) {
    try {
      ConfigItem expanded =
          new ConfigItem(placeholders.expand(item.text()), item.place(), item.tag());
      Interpolated value = interpolation.apply(key, expanded, faults::add);
      if (value != null) {
        given.add(new Given(key, value.text(), value.shown(), item.place()));
      }
    } catch (BadValueException e) {
      faults.add(Fault.of(item.place(), key, item.text(), e));
    }
  }
}
