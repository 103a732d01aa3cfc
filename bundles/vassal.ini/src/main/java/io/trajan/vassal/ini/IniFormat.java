package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import io.trajan.vassal.OptionSet;
import io.trajan.vassal.Reading;
import io.trajan.vassal.VassalFormat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.LoggerFactory;

/**
 * Reads {@code .ini} files for the emperor and tells in the vassal's log how much of each it
 * understood. What a file means does not depend on who is installed; only what is told of it does.
 */
@Component(service = {VassalFormat.class, IniFormat.class})
public final class IniFormat implements VassalFormat {
  private static final int REMEMBERED = 1000;

  private final Catalogue catalogue = Catalogue.load();
  private final Host host;

  /** What was told last, so that nothing is told twice; the eldest is forgotten. */
  private final Map<String, String> told =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > REMEMBERED;
        }
      };

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<OptionSet> sets = List.of();

  /** A reader on this machine. */
  @Activate
  public IniFormat(BundleContext context) {
    String version = context.getProperty("trajan.version");
    this.host = Host.local(version == null ? context.getBundle().getVersion().toString() : version);
  }

  @Override
  public String extension() {
    return "ini";
  }

  @Override
  public Reading read(String vassal, Path file, byte[] bytes) {
    Survey survey = survey(file, bytes);
    String line = new Coverage(Told.of(survey, claims())).line();
    if (isNews(vassal, line)) {
      LoggerFactory.getLogger("vassal." + vassal).info("{}: {}", file.getFileName(), line);
    }
    return survey.reading();
  }

  private synchronized boolean isNews(String vassal, String line) {
    return !line.equals(told.put(vassal, line));
  }

  /**
   * What a file says, and what became of each line; any thread.
   *
   * @param file the file, absolute
   * @throws BadValueException when it cannot be read at all
   */
  public Survey survey(Path file) throws BadValueException {
    Path directory = file.getParent();
    LocalFiles files = new LocalFiles(directory == null ? Path.of("/") : directory, Reach.of(file));
    return survey(file, files.bytes(file, LocalFiles.LARGEST_FILE));
  }

  private Survey survey(Path file, byte[] bytes) {
    return IniReader.read(file, bytes, catalogue, host).survey();
  }

  /** Who claims which option now. */
  public Claims claims() {
    return Claims.of(sets);
  }
}
