package io.trajan.rack.adapter;

import io.trajan.rack.adapter.env.Exchange;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeSpec;
import io.trajan.vassal.Journey;
import io.trajan.vassal.Launch;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jruby.runtime.ThreadContext;

/**
 * What a request costs inside the adapter, in nanoseconds of processor time of the thread that runs
 * the application; for people, not for the build: {@code java … RequestCost config.ru /path…}.
 * Waiting and other threads do not count, so it says the same on a busy machine.
 */
public final class RequestCost {
  private static final int ROUND = 20_000;

  private RequestCost() {}

  /** Prints a line for each round of each path. */
  public static void main(String[] args) throws Exception {
    Path rackup = Path.of(args[0]).toAbsolutePath();
    int rounds = Integer.getInteger("rounds", 10);
    Path directory = Objects.requireNonNull(rackup.getParent());
    try (Stage stage = new Stage(directory)) {
      FakeSpec spec =
          FakeSpec.of("cost", directory).with(RackOptions.RACK, rackup.getFileName().toString());
      Launch launch = new Launch(spec, 1, new Journey(Clock.systemUTC()));
      RackInstance instance = (RackInstance) stage.adapter.launch(launch);
      instance.ready().toCompletableFuture().get();
      launch
          .journey()
          .steps()
          .forEach(s -> System.out.println(s.name() + ": " + s.took().toMillis() + " ms"));
      Map<String, StringBuilder> table = new TreeMap<>();
      Thread thread =
          new Thread(() -> measure(instance, List.of(args).subList(1, args.length), rounds, table));
      thread.start();
      thread.join();
      table.forEach((path, row) -> System.out.printf("%-12s%s%n", path, row));
    }
  }

  private static void measure(
      RackInstance instance, List<String> paths, int rounds, Map<String, StringBuilder> table) {
    var cpu = ManagementFactory.getThreadMXBean();
    var memory = (com.sun.management.ThreadMXBean) cpu;
    Application application = Objects.requireNonNull(instance.application());
    ThreadContext context = Objects.requireNonNull(instance.vm()).ruby().getCurrentContext();
    for (String path : paths) {
      StringBuilder row = table.computeIfAbsent(path, p -> new StringBuilder());
      long bytes = 0;
      for (int round = 0; round < rounds; round++) {
        long before = cpu.getCurrentThreadCpuTime();
        long allocated = memory.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUND; i++) {
          application.serveHere(context, new Exchange(request(path), new UnsentResponse()));
        }
        bytes = (memory.getCurrentThreadAllocatedBytes() - allocated) / ROUND;
        row.append(String.format("%8d", (cpu.getCurrentThreadCpuTime() - before) / ROUND));
      }
      row.append(String.format("  ns, %d bytes", bytes));
    }
  }

  private static Request request(String path) {
    FakeRequest request =
        path.startsWith("POST ")
            ? FakeRequest.of("POST", path.substring(5)).body("x".repeat(10_000))
            : FakeRequest.get(path);
    Fields fields = request.headers();
    fields.add("Host", "127.0.0.1:8080");
    if (Boolean.getBoolean("browser")) {
      fields.add(
          "User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0");
      fields.add("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
      fields.add("Accept-Language", "en-US,en;q=0.5");
      fields.add("Accept-Encoding", "gzip, deflate, br, zstd");
      fields.add("Connection", "keep-alive");
      fields.add("Cookie", "session=0123456789abcdef0123456789abcdef");
    }
    return request;
  }
}
