package io.trajan.request.dispatch;

import io.trajan.request.RequestRecord;

/** Where the records of requests go. */
interface RecordSink {
  /** Whether anybody listens, so that a record is worth making. */
  boolean isWanted();

  /**
   * Hands a record to everybody who listens; an exception of one of them is logged and keeps
   * nothing from the others.
   */
  void deliver(RequestRecord record);
}
