package io.trajan.bench;

import java.nio.file.Path;
import java.util.List;

/** The benchmarks by name: {@code rack}. The first argument is the root of the checkout, the second the name. */
public final class Main {
  private Main() {}

  /** Runs one benchmark; exit status 2 for a wrong call. */
  public static void main(String[] args) throws Exception {
    if (args.length < 2 || !args[1].equals("rack")) {
      System.err.print("no such benchmark\n" + RackArguments.USAGE);
      System.exit(2);
    }
    RackArguments arguments = read(List.of(args).subList(2, args.length));
    new RackBench(arguments, System.out).run(Path.of(args[0]).toAbsolutePath());
  }

  private static RackArguments read(List<String> words) {
    try {
      return RackArguments.of(words);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(RackArguments.USAGE);
      System.exit(2);
      throw e;
    }
  }
}
