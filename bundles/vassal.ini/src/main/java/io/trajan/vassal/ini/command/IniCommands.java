package io.trajan.vassal.ini.command;

import io.trajan.config.codec.BadValueException;
import io.trajan.shell.CommandException;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.Vassals;
import io.trajan.vassal.ini.IniFormat;
import io.trajan.vassal.ini.Told;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What the shell can ask about .ini files. */
@Component(
    service = IniCommands.class,
    property = {"osgi.command.scope=ini", "osgi.command.function=coverage"})
@Descriptor("uWSGI's .ini files as vassals")
public final class IniCommands {
  private final IniFormat format;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile @Nullable Vassals vassals;

  /** Commands about that format. */
  @Activate
  public IniCommands(@Reference IniFormat format) {
    this.format = format;
  }

  /** Tells what becomes of each line. */
  @Descriptor("Tells for each line of an .ini file who understands it, or why nobody has to")
  @Example({"ini:coverage shop", "ini:coverage /etc/uwsgi/apps-enabled/shop.ini"})
  public List<CoverageRow> coverage(
      @CompleteWith("vassal") @Descriptor("a vassal, or a file that is none yet") String vassal)
      throws CommandException {
    Path file = file(vassal);
    try {
      return Told.of(format.survey(file), format.claims()).stream().map(CoverageRow::of).toList();
    } catch (BadValueException e) {
      throw new CommandException("ini:coverage: " + file + ": expected " + e.expectation());
    }
  }

  private Path file(String vassal) throws CommandException {
    if (vassal.contains("/") || vassal.endsWith(".ini")) {
      return Path.of(vassal).toAbsolutePath().normalize();
    }
    Vassals desk = vassals;
    Path file = desk == null ? null : desk.find(vassal).map(VassalInfo::file).orElse(null);
    if (file == null || !file.toString().endsWith(".ini")) {
      throw new CommandException(
          "ini:coverage: "
              + vassal
              + (file == null ? " is neither a vassal nor a file" : " is read from " + file));
    }
    return file;
  }
}
