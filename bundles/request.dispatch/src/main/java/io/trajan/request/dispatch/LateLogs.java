package io.trajan.request.dispatch;

import io.trajan.request.RequestLog;
import io.trajan.request.RequestRecord;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The request logs for requests that outlive their dispatcher: looked up for each record through
 * the framework itself, whose context outlives every bundle, so that the record of a long download
 * arrives although this bundle, and perhaps the log's, was updated meanwhile.
 *
 * @param framework the context of the system bundle
 * @param service the name of {@link RequestLog}, or of nothing in a rehearsal
 */
record LateLogs(BundleContext framework, String service) implements RecordSink {
  private static final Logger LOG = LoggerFactory.getLogger(LateLogs.class);

  @Override
  public boolean isWanted() {
    return true;
  }

  @Override
  public void deliver(RequestRecord record) {
    try {
      ServiceReference<?>[] references = framework.getAllServiceReferences(service, null);
      if (references != null) {
        for (ServiceReference<?> reference : references) {
          deliver(record, reference);
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new AssertionError("no filter cannot be wrong", e);
    } catch (IllegalStateException e) {
      LOG.debug("the framework stops: no record of {}", record, e);
    }
  }

  private void deliver(RequestRecord record, ServiceReference<?> reference) {
    // A log of another version of the api than ours is not for us to call.
    if (framework.getService(reference) instanceof RequestLog log) {
      PresentLogs.tell(log, record);
      framework.ungetService(reference);
    }
  }
}
