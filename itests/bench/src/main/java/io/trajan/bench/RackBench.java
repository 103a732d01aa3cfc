package io.trajan.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ./trajan bench rack}: the same Ruby application under every installed peer, all running at
 * once, loaded in turn, round after round, so that a change of the machine's speed meets them all
 * alike.
 */
final class RackBench {
  /** A cell of the table. */
  record Cell(String peer, Row row, int connections) {}

  private final RackArguments arguments;
  private final PrintStream out;
  private final Map<Cell, List<Sample>> samples = new LinkedHashMap<>();

  RackBench(RackArguments arguments, PrintStream out) {
    this.arguments = arguments;
    this.out = out;
  }

  /** Starts the peers, measures, prints, and stops everything. */
  void run(Path root) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("trajan-bench");
    Wrk wrk = new Wrk(scratch);
    List<RunningPeer> peers = start(root, scratch);
    try {
      warmUp(peers, wrk);
      for (int round = 1; round <= arguments.rounds(); round++) {
        out.println("round " + round + " of " + arguments.rounds());
        measure(peers, wrk);
      }
      new RackTable(arguments, samples).print(peers, out);
    } finally {
      peers.forEach(RunningPeer::close);
    }
  }

  private List<RunningPeer> start(Path root, Path scratch) throws IOException {
    List<RunningPeer> running = new ArrayList<>();
    try {
      for (Peer peer : new Peers(root, arguments.threads()).all()) {
        if (!arguments.peers().isEmpty() && !arguments.peers().contains(peer.name())) {
          continue;
        }
        if (peer.isInstalled()) {
          out.println("starting " + peer.name());
          running.add(new RunningPeer(peer, scratch));
        } else {
          out.println("skipped " + peer.name() + ": " + peer.program() + " is not installed");
        }
      }
      return running;
    } catch (IOException e) {
      running.forEach(RunningPeer::close);
      throw e;
    }
  }

  /**
   * Loads every row of every peer, and prints how Trajan's hello speeds up while its code is
   * compiled; its other rows are loaded until they do not get faster any more.
   */
  private void warmUp(List<RunningPeer> peers, Wrk wrk) throws IOException, InterruptedException {
    for (RunningPeer peer : peers) {
      boolean trajan = peer.peer().name().startsWith("trajan");
      StringBuilder curve =
          new StringBuilder("warm-up of " + peer.peer().name() + ", hello/s each 5 s:");
      for (int second = 0; trajan && second < arguments.warmUp(); second += 5) {
        Sample sample = wrk.load(peer.peer().port(), Row.HELLO, 32, 5);
        curve.append(String.format(" %.0f", sample.perSecond()));
      }
      out.println(trajan ? curve : "warm-up of " + peer.peer().name());
      for (Row row : arguments.rows()) {
        if (trajan) {
          heat(peer, row, wrk);
        } else {
          wrk.load(peer.peer().port(), row, 32, 2);
        }
      }
    }
  }

  /** Loads a row until it has not got faster for three pieces, for the time of warm-up at most. */
  private void heat(RunningPeer peer, Row row, Wrk wrk) throws IOException, InterruptedException {
    StringBuilder curve = new StringBuilder("warm-up of trajan, " + row + "/s each 5 s:");
    double best = 0;
    int level = 0;
    for (int second = 0; level < 3 && second < arguments.warmUp(); second += 5) {
      double rate = wrk.load(peer.peer().port(), row, 32, 5).perSecond();
      curve.append(String.format(" %.0f", rate));
      level = rate > best * 1.05 ? 0 : level + 1;
      best = Math.max(best, rate);
    }
    out.println(curve);
  }

  private void measure(List<RunningPeer> peers, Wrk wrk) throws IOException, InterruptedException {
    for (Row row : arguments.rows()) {
      for (int connections : arguments.concurrencies()) {
        for (RunningPeer peer : peers) {
          Duration before = peer.cpu();
          Sample sample =
              wrk.load(peer.peer().port(), row, connections, arguments.seconds())
                  .costing(peer.cpu().minus(before), arguments.seconds());
          samples
              .computeIfAbsent(
                  new Cell(peer.peer().name(), row, connections), c -> new ArrayList<>())
              .add(sample);
        }
      }
    }
  }
}
