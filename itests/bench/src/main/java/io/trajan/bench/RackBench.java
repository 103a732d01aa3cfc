package io.trajan.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
   * compiled.
   */
  private void warmUp(List<RunningPeer> peers, Wrk wrk) throws IOException, InterruptedException {
    int rows = arguments.rows().size();
    for (RunningPeer peer : peers) {
      boolean trajan = peer.peer().name().equals("trajan");
      StringBuilder curve =
          new StringBuilder("warm-up of " + peer.peer().name() + ", hello/s each 5 s:");
      for (int second = 0; trajan && second < arguments.warmUp(); second += 5) {
        Sample sample = wrk.load(peer.peer().port(), Row.HELLO, 32, 5);
        curve.append(String.format(" %.0f", sample.perSecond()));
      }
      out.println(trajan ? curve : "warm-up of " + peer.peer().name());
      int share = Math.max(2, (trajan ? arguments.warmUp() : 10) / rows);
      for (Row row : arguments.rows()) {
        wrk.load(peer.peer().port(), row, 32, share);
      }
    }
  }

  private void measure(List<RunningPeer> peers, Wrk wrk) throws IOException, InterruptedException {
    for (Row row : arguments.rows()) {
      for (int connections : arguments.concurrencies()) {
        for (RunningPeer peer : peers) {
          Sample sample = wrk.load(peer.peer().port(), row, connections, arguments.seconds());
          samples
              .computeIfAbsent(
                  new Cell(peer.peer().name(), row, connections), c -> new ArrayList<>())
              .add(sample);
        }
      }
    }
  }
}
