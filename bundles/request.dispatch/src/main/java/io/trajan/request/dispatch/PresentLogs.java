package io.trajan.request.dispatch;

import io.trajan.request.RequestLog;
import io.trajan.request.RequestRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The request logs that are there now. Thread-safe. */
final class PresentLogs implements RecordSink {
  private static final Logger LOG = LoggerFactory.getLogger(PresentLogs.class);

  private final List<RequestLog> logs = new CopyOnWriteArrayList<>();

  void add(RequestLog log) {
    logs.add(log);
  }

  void remove(RequestLog log) {
    logs.remove(log);
  }

  @Override
  public boolean isWanted() {
    return !logs.isEmpty();
  }

  @Override
  public void deliver(RequestRecord record) {
    for (RequestLog log : logs) {
      tell(log, record);
    }
  }

  static void tell(RequestLog log, RequestRecord record) {
    try {
      log.record(record);
    } catch (RuntimeException | LinkageError e) {
      LOG.error("{} failed to take a request record", log.getClass().getName(), e);
    }
  }
}
