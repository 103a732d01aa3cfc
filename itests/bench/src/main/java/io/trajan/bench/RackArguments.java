package io.trajan.bench;

import java.util.Arrays;
import java.util.List;

/**
 * What {@code ./trajan bench rack} was told.
 *
 * @param rows what to ask for
 * @param concurrencies numbers of connections
 * @param peers names of peers, empty for all
 * @param rounds how often everything is measured, in turn
 * @param seconds length of one round
 * @param warmUp seconds of load on each peer before anything counts
 * @param threads threads of Trajan's vassal, and of each Puma worker
 */
record RackArguments(
    List<Row> rows,
    List<Integer> concurrencies,
    List<String> peers,
    int rounds,
    int seconds,
    int warmUp,
    int threads) {

  static final String USAGE =
      """
      usage: ./trajan bench rack [--rows hello,json,large,post,stream,sleep,sinatra] [--concurrency 1,32,256]
                                 [--peers trajan,uwsgi-closing,uwsgi-keepalive,uwsgi-nginx,puma,unicorn]
                                 [--rounds 3] [--seconds 4] [--warm-up 60] [--threads 5]
      """;

  /** Reads flags and their values. */
  static RackArguments of(List<String> arguments) {
    String rows = "";
    String concurrencies = "1,32,256";
    String peers = "";
    int rounds = 3;
    int seconds = 4;
    int warmUp = 60;
    int threads = 5;
    for (int i = 0; i < arguments.size(); i += 2) {
      String value = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
      switch (arguments.get(i)) {
        case "--rows" -> rows = value;
        case "--concurrency" -> concurrencies = value;
        case "--peers" -> peers = value;
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--seconds" -> seconds = Integer.parseInt(value);
        case "--warm-up" -> warmUp = Integer.parseInt(value);
        case "--threads" -> threads = Integer.parseInt(value);
        default -> throw new IllegalArgumentException("unknown flag " + arguments.get(i));
      }
    }
    List<Integer> numbers = Arrays.stream(concurrencies.split(",")).map(Integer::valueOf).toList();
    List<String> names = peers.isEmpty() ? List.of() : List.of(peers.split(","));
    return new RackArguments(Row.named(rows), numbers, names, rounds, seconds, warmUp, threads);
  }
}
