package io.trajan.request;

/** Receives a record of every request. A whiteboard service: any number, coming and going. */
public interface RequestLog {
  /** Takes a record; called on a thread of the listener, must not block and must not throw. */
  void record(RequestRecord record);
}
