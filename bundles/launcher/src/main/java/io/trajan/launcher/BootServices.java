package io.trajan.launcher;

import io.trajan.boot.Keep;
import io.trajan.boot.Readiness;
import io.trajan.boot.StopDeadline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * What the launcher offers to bundles: the services of {@code io.trajan.boot} and the packages of
 * the class path. Apart from the launcher only tests inside a container use it, to stand in for the
 * launcher.
 */
public final class BootServices implements AutoCloseable {
  private static final Pattern BETWEEN_PACKAGES = Pattern.compile("\\s*,\\s*(?=[a-z])");

  private final Keeper keeper = new Keeper();

  /** Registers the services; they leave with the bundle whose context this is. */
  public static BootServices register(BundleContext context) {
    return new BootServices(context, new ReadinessBoard(), Optional::empty);
  }

  BootServices(BundleContext context, ReadinessBoard board, StopDeadline deadline) {
    context.registerService(Readiness.class, board, null);
    context.registerService(Keep.class, keeper, null);
    context.registerService(StopDeadline.class, deadline, null);
  }

  /** The packages of the class path that the system bundle exports, each with its version. */
  public static List<String> systemPackages() {
    var extra = frameworkProperties().getProperty(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "");
    return List.of(BETWEEN_PACKAGES.split(extra));
  }

  static Properties frameworkProperties() {
    var fixed = new Properties();
    try (var in = BootServices.class.getResourceAsStream("framework.properties")) {
      fixed.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fixed;
  }

  /** Discards what is kept. */
  @Override
  public void close() {
    keeper.close();
  }
}
