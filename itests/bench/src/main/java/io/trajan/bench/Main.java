package io.trajan.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The benchmarks by name. The first argument is the root of the checkout, the second the name. */
public final class Main {
  /** The script reads this line to know the names. */
  private static final String BENCHMARKS = "rack startup";

  private Main() {}

  /** Runs one benchmark; exit status 2 for a wrong call. */
  public static void main(String[] args) throws Exception {
    if (args.length < 2 || !Set.of(BENCHMARKS.split(" ")).contains(args[1])) {
      System.err.print(
          "no such benchmark; there are: "
              + BENCHMARKS
              + "\n"
              + RackArguments.USAGE
              + StartupBench.USAGE);
      System.exit(2);
    }
    var root = Path.of(args[0]).toAbsolutePath();
    var words = List.of(args).subList(2, args.length);
    try {
      if (args[1].equals("startup")) {
        startup(root, words);
      } else {
        new RackBench(RackArguments.of(words), System.out).run(root);
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(args[1].equals("startup") ? StartupBench.USAGE : RackArguments.USAGE);
      System.exit(2);
    }
  }

  private static void startup(Path root, List<String> words) throws Exception {
    var runs = 7;
    var only = "";
    for (var i = 0; i < words.size(); i += 2) {
      var value = i + 1 < words.size() ? words.get(i + 1) : "";
      switch (words.get(i)) {
        case "--runs" -> runs = Integer.parseInt(value);
        case "--only" -> only = value;
        default -> throw new IllegalArgumentException("unknown flag " + words.get(i));
      }
    }
    new StartupBench(root, System.out).run(runs, only);
  }
}
