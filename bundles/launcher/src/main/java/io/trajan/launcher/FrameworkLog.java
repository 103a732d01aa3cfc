package io.trajan.launcher;

import org.apache.felix.framework.Logger;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;

/** What Felix itself has to say, as log lines. Any thread. */
final class FrameworkLog extends Logger {
  private final org.slf4j.Logger log = LoggerFactory.getLogger("osgi.framework");

  FrameworkLog() {
    setLogLevel(LOG_WARNING);
  }

  @Override
  @SuppressWarnings("rawtypes") // as Felix declares it
  protected void doLog(
      @Nullable Bundle bundle,
      @Nullable ServiceReference reference,
      int level,
      String message,
      @Nullable Throwable thrown) {
    var text =
        bundle == null || message.contains(bundle.toString()) ? message : bundle + ": " + message;
    switch (level) {
      case LOG_ERROR -> log.error(text, thrown);
      case LOG_WARNING -> log.warn(text, thrown);
      case LOG_INFO -> log.info(text, thrown);
      default -> log.debug(text, thrown);
    }
  }
}
