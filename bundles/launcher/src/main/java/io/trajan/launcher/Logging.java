package io.trajan.launcher;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import io.trajan.boot.ProcessSignal;
import io.trajan.boot.ProcessSignalListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * The log of the process, configured by {@code etc/logback.xml} of the home. {@code USR1} opens its
 * files again, {@code HUP} reads the configuration again if it can be read.
 */
final class Logging implements ProcessSignalListener {
  private final Path configuration;

  private Logging(Path configuration) {
    this.configuration = configuration;
  }

  /** Says where the configuration is; logback reads it when the first logger is asked for. */
  static Logging of(Home home, Path runtimeConfig) {
    var file = home.configuration("logback.xml", runtimeConfig);
    System.setProperty("trajan.home", home.root().toString());
    System.setProperty(LogConfigurator.FILE, file.toString());
    System.setProperty(
        LogConfigurator.SHIPPED, runtimeConfig.resolve("etc").resolve("logback.xml").toString());
    return new Logging(file);
  }

  @Override
  public void signalled(ProcessSignal signal) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return;
    }
    switch (signal) {
      case REOPEN_LOGS -> reopen(context);
      case REREAD_CONFIGURATION -> reread(context);
    }
  }

  private static void reopen(LoggerContext context) {
    for (var logger : context.getLoggerList()) {
      logger.iteratorForAppenders().forEachRemaining(Logging::reopen);
    }
  }

  private static void reopen(Appender<?> appender) {
    if (appender instanceof FileAppender<?> file) {
      try {
        // Under the appender's own lock: no line is lost between the old file and the new one.
        file.openFile(file.getFile());
      } catch (IOException e) {
        LoggerFactory.getLogger(Logging.class).error("cannot reopen {}", file.getFile(), e);
      }
    }
  }

  /** Tries the file on a context of its own first: a mistake must not silence the emperor. */
  private void reread(LoggerContext context) {
    var log = LoggerFactory.getLogger(Logging.class);
    if (!Files.isReadable(configuration)) {
      log.error("{} cannot be read, logging stays as it was", configuration);
      return;
    }
    try {
      LogConfigurator.configure(new LoggerContext(), configuration);
      context.reset();
      LogConfigurator.configure(context, configuration);
    } catch (JoranException e) {
      log.error("{}; logging stays as it was", LogConfigurator.words(configuration, e));
    }
  }
}
