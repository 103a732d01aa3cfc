package io.trajan.request;

import java.util.List;

/**
 * What the dispatcher counts: the one source for shell, metrics, statistics and dashboard. One
 * service, by request.dispatch; thread-safe, cheap enough for a scrape every second. Counts begin
 * at zero with each dispatcher.
 */
public interface RequestStatistics {
  /** Every mount that has or had a handler, ordered by vassal and mount; a snapshot. */
  List<MountStatistics> mounts();
}
