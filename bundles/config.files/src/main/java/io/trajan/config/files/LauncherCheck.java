package io.trajan.config.files;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ConfigCheck;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Nearest;
import io.trajan.config.codec.TypedConfig;
import io.trajan.config.codec.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Refuses names of features in the launcher's file that the product does not have. */
@Component(property = ConfigCheck.PID + "=io.trajan.launcher")
public final class LauncherCheck implements ConfigCheck {
  private final @Nullable String product;

  /** Looks for features in the product that runs. */
  @Activate
  public LauncherCheck(BundleContext context) {
    this(context.getProperty("trajan.dist"));
  }

  LauncherCheck(@Nullable String product) {
    this.product = product;
  }

  @Override
  public List<Fault> check(TypedConfig config) {
    return product == null
        ? List.of()
        : config.refused(Map.of("features", new Features(Path.of(product).resolve("features"))));
  }

  /** Names of features, separated by commas or blanks. */
  private record Features(Path directory) implements ValueType<List<String>> {
    private static final String SUFFIX = ".json";

    @Override
    public List<String> parse(String text) throws BadValueException {
      List<String> names = List.of(text.strip().split("[,\\s]+"));
      List<String> known = known();
      for (String name : names) {
        if (!known.contains(name)) {
          throw new BadValueException(expectation(), Nearest.to(name, known));
        }
      }
      return names;
    }

    private List<String> known() {
      try (var files = Files.list(directory)) {
        return files
            .map(file -> file.getFileName().toString())
            .filter(file -> file.endsWith(SUFFIX))
            .map(file -> file.substring(0, file.length() - SUFFIX.length()))
            .sorted()
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String expectation() {
      return "features of the product: " + String.join(", ", known());
    }

    @Override
    public String name() {
      return "features";
    }
  }
}
