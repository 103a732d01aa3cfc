package io.trajan.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Prints what {@link RackBench} measured: medians over the rounds, their spread, and Trajan against
 * the best peer.
 */
final class RackTable {
  private final RackArguments arguments;
  private final Map<RackBench.Cell, List<Sample>> samples;

  RackTable(RackArguments arguments, Map<RackBench.Cell, List<Sample>> samples) {
    this.arguments = arguments;
    this.samples = samples;
  }

  void print(List<RunningPeer> peers, PrintStream out) {
    out.printf(
        "%n%-10s %4s  %-16s %10s %9s %9s %7s %7s%n",
        "row", "c", "peer", "req/s", "p50 ms", "p99 ms", "spread", "errors");
    for (Row row : arguments.rows()) {
      for (int connections : arguments.concurrencies()) {
        peers.forEach(peer -> line(new RackBench.Cell(peer.peer().name(), row, connections), out));
        ratio(peers, row, connections, out);
      }
    }
    out.println();
    for (RunningPeer peer : peers) {
      out.printf(
          "%-16s start to first answer %5d ms, memory %4d MiB (PSS, after the load)%n",
          peer.peer().name(), peer.startUp().toMillis(), peer.memoryMiB());
    }
    out.println(
        "uwsgi-keepalive serves as many connections as it has workers; the others wait or fail: see errors.");
  }

  private void line(RackBench.Cell cell, PrintStream out) {
    List<Sample> cells = samples.getOrDefault(cell, List.of());
    out.printf(
        "%-10s %4d  %-16s %10.0f %9.2f %9.2f %6.0f%% %7d%n",
        cell.row(),
        cell.connections(),
        cell.peer(),
        Statistics.median(cells, Sample::perSecond),
        Statistics.median(cells, Sample::p50Millis),
        Statistics.median(cells, Sample::p99Millis),
        100 * Statistics.spread(cells, Sample::perSecond),
        cells.stream().mapToLong(Sample::errors).sum());
  }

  private void ratio(List<RunningPeer> peers, Row row, int connections, PrintStream out) {
    double best = 0;
    double ours = 0;
    String bestName = "";
    for (RunningPeer peer : peers) {
      String name = peer.peer().name();
      double rate =
          Statistics.median(
              samples.getOrDefault(new RackBench.Cell(name, row, connections), List.of()),
              Sample::perSecond);
      if (name.equals("trajan")) {
        ours = rate;
      } else if (rate > best) {
        best = rate;
        bestName = name;
      }
    }
    if (ours > 0 && best > 0) {
      out.printf("%-10s %4d  trajan : %s = %.2f%n", row, connections, bestName, ours / best);
    }
  }
}
