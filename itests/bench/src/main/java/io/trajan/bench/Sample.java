package io.trajan.bench;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One measured round.
 *
 * @param perSecond answered requests in a second
 * @param p50Millis median latency
 * @param p99Millis latency that 99 of 100 requests stay under
 * @param errors socket errors, timeouts and answers other than 2xx
 * @param cpuMicros what the peer's processes spent on each request, which noise of the machine
 *     changes less than the rate; 0 when unknown
 */
record Sample(double perSecond, double p50Millis, double p99Millis, long errors, double cpuMicros) {
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern SOCKETS =
      Pattern.compile("connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
  private static final Pattern STATUS = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

  /** Reads what {@code wrk --latency} printed. */
  static Sample ofWrk(String output) {
    return new Sample(
        number(RATE, output),
        percentile("50%", output),
        percentile("99%", output),
        sum(SOCKETS, output) + sum(STATUS, output),
        0);
  }

  /** The same, having cost the peer that much CPU time in that many seconds. */
  Sample costing(Duration cpu, int seconds) {
    double requests = Math.max(1, perSecond * seconds);
    return new Sample(perSecond, p50Millis, p99Millis, errors, cpu.toNanos() / 1000.0 / requests);
  }

  private static double number(Pattern pattern, String output) {
    Matcher found = pattern.matcher(output);
    return found.find() ? Double.parseDouble(found.group(1)) : 0;
  }

  private static long sum(Pattern pattern, String output) {
    Matcher found = pattern.matcher(output);
    long sum = 0;
    if (found.find()) {
      for (int i = 1; i <= found.groupCount(); i++) {
        sum += Long.parseLong(found.group(i));
      }
    }
    return sum;
  }

  private static double percentile(String name, String output) {
    Matcher found = Pattern.compile("\\s" + name + "\\s+([0-9.]+)(us|ms|s|m)\\b").matcher(output);
    if (!found.find()) {
      return 0;
    }
    double value = Double.parseDouble(found.group(1));
    return switch (found.group(2)) {
      case "us" -> value / 1000;
      case "ms" -> value;
      case "s" -> value * 1000;
      default -> value * 60_000;
    };
  }
}
