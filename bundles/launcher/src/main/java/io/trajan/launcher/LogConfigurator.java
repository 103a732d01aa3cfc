package io.trajan.launcher;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.nio.file.Path;
import org.xml.sax.SAXParseException;

/**
 * Reads the configuration of the log in place of logback's own finder: a file that is no XML costs
 * one line with its place, and the shipped logging is used instead. Found by logback with a service
 * loader when the first logger is asked for.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  /** The property with the file; unset where no emperor starts, such as in tests. */
  static final String FILE = "logback.configurationFile";

  /** The property with the file of the product. */
  static final String SHIPPED = "trajan.logback.shipped";

  /** Knows nothing until it is asked. */
  public LogConfigurator() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var file = System.getProperty(FILE);
    var shipped = System.getProperty(SHIPPED);
    if (file == null || shipped == null) {
      return ExecutionStatus.NEUTRAL;
    }
    try {
      configure(context, Path.of(file));
    } catch (JoranException e) {
      System.err.println(
          "trajan: " + words(Path.of(file), e) + "; the shipped logging is used instead");
      context.reset();
      fallBack(context, Path.of(shipped));
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static void fallBack(LoggerContext context, Path shipped) {
    try {
      configure(context, shipped);
    } catch (JoranException e) {
      System.err.println("trajan: " + words(shipped, e) + "; nothing is logged");
    }
  }

  /** Configures a context from a file. */
  static void configure(LoggerContext context, Path file) throws JoranException {
    var configurator = new JoranConfigurator();
    configurator.setContext(context);
    configurator.doConfigure(file.toFile());
  }

  /** File, line as far as it is known, and what is wrong there. */
  static String words(Path file, JoranException failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof SAXParseException xml) {
        return file + ":" + xml.getLineNumber() + ": " + xml.getMessage();
      }
    }
    return file + ": " + failure.getMessage();
  }
}
