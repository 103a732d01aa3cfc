package io.trajan.request.dispatch.access;

import io.trajan.request.RequestRecord;

/** A piece of a line of the access log, which prints itself. */
@FunctionalInterface
interface Part {
  /** Appends what it has to say of a request. */
  void print(RequestRecord record, StringBuilder line);
}
