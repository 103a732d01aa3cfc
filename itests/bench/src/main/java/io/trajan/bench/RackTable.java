package io.trajan.bench;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * Prints what {@link RackBench} measured: medians over the rounds, their spread, and Trajan against
 * the best peer.
 */
final class RackTable {
  private static final String OURS = "trajan";

  /** It answers as many connections as it has workers and none of the others. */
  private static final String STARVING = "uwsgi-keepalive";

  private final RackArguments arguments;
  private final Map<RackBench.Cell, List<Sample>> samples;

  RackTable(RackArguments arguments, Map<RackBench.Cell, List<Sample>> samples) {
    this.arguments = arguments;
    this.samples = samples;
  }

  void print(List<RunningPeer> peers, PrintStream out) {
    out.printf(
        "%n%-10s %4s  %-16s %10s %9s %9s %9s %7s %7s%n",
        "row", "c", "peer", "req/s", "p50 ms", "p99 ms", "CPU us", "spread", "errors");
    for (Row row : arguments.rows()) {
      for (int connections : arguments.concurrencies()) {
        peers.forEach(peer -> line(new RackBench.Cell(peer.peer().name(), row, connections), out));
        ratio(peers, row, connections, out);
        starving(row, connections, out);
      }
    }
    out.println();
    for (RunningPeer peer : peers) {
      out.printf(
          "%-16s start to first answer %5d ms, memory %4d MiB (PSS, after the load)%n",
          peer.peer().name(), peer.startUp().toMillis(), peer.memoryMiB());
    }
    out.println(
        "uwsgi-keepalive answers as many connections as it has workers; all others starve meanwhile, so its rate is one of"
            + " 2 connections, and its ratio is told apart.");
  }

  private void line(RackBench.Cell cell, PrintStream out) {
    List<Sample> cells = samples.getOrDefault(cell, List.of());
    out.printf(
        "%-10s %4d  %-16s %10.0f %9.2f %9.2f %9.1f %6.0f%% %7d%n",
        cell.row(),
        cell.connections(),
        cell.peer(),
        Statistics.median(cells, Sample::perSecond),
        Statistics.median(cells, Sample::p50Millis),
        Statistics.median(cells, Sample::p99Millis),
        Statistics.median(cells, Sample::cpuMicros),
        100 * Statistics.spread(cells, Sample::perSecond),
        cells.stream().mapToLong(Sample::errors).sum());
  }

  /** Against the best of those that serve every connection. */
  private void ratio(List<RunningPeer> peers, Row row, int connections, PrintStream out) {
    double best = 0;
    String bestName = "";
    for (RunningPeer peer : peers) {
      String name = peer.peer().name();
      double rate = rate(name, row, connections);
      if (!name.equals(OURS) && !name.equals(STARVING) && rate > best) {
        best = rate;
        bestName = name;
      }
    }
    ratio(bestName, best, row, connections, out);
  }

  private void starving(Row row, int connections, PrintStream out) {
    ratio(STARVING, rate(STARVING, row, connections), row, connections, out);
  }

  private void ratio(String peer, double rate, Row row, int connections, PrintStream out) {
    double ours = rate(OURS, row, connections);
    if (ours > 0 && rate > 0) {
      out.printf("%-10s %4d  %s : %s = %.2f%n", row, connections, OURS, peer, ours / rate);
    }
  }

  private double rate(String peer, Row row, int connections) {
    return Statistics.median(
        samples.getOrDefault(new RackBench.Cell(peer, row, connections), List.of()),
        Sample::perSecond);
  }
}
