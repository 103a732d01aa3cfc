package io.trajan.launcher;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogReaderService;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.LoggerFactory;

/**
 * Carries the entries of the OSGi log, where SCR and other Felix bundles speak, into the process's
 * log.
 */
final class OsgiLogBridge extends ServiceTracker<LogReaderService, LogReaderService> {
  OsgiLogBridge(BundleContext context) {
    super(context, LogReaderService.class, null);
  }

  @Override
  public LogReaderService addingService(ServiceReference<LogReaderService> reference) {
    var reader = super.addingService(reference);
    reader.addLogListener(OsgiLogBridge::forward);
    return reader;
  }

  private static void forward(LogEntry entry) {
    var bundle = entry.getBundle();
    var log =
        LoggerFactory.getLogger("osgi." + (bundle == null ? "log" : bundle.getSymbolicName()));
    switch (entry.getLogLevel()) {
      case AUDIT, INFO -> log.info(entry.getMessage(), entry.getException());
      case ERROR -> log.error(entry.getMessage(), entry.getException());
      case WARN -> log.warn(entry.getMessage(), entry.getException());
      case DEBUG -> log.debug(entry.getMessage(), entry.getException());
      case TRACE -> log.trace(entry.getMessage(), entry.getException());
    }
  }
}
