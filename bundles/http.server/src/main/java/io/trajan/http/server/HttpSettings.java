package io.trajan.http.server;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueType;
import io.trajan.http.server.net.Limits;
import io.trajan.http.server.wire.GuardLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The settings of the bundle, checked as a whole.
 *
 * @param threads event loop threads
 * @param maxConnections most connections in all
 * @param limits what a connection may send and withhold
 * @param parkingCapacity requests that may wait for a dispatcher
 * @param parkingPatience how long each
 * @param drainTimeout how long requests in flight may take when the bundle stops
 * @param server value of the Server field
 * @param tick how often deadlines are looked at
 */
record HttpSettings(
    int threads,
    int maxConnections,
    Limits limits,
    int parkingCapacity,
    Duration parkingPatience,
    Duration drainTimeout,
    String server,
    Duration tick) {
  private static final Duration LONGEST_TICK = Duration.ofMillis(250);
  private static final String SERVER = "server.header";

  /** The keys whose texts are finer than the metatype can say. */
  static final Map<String, ValueType<?>> TEXTS = Map.of(SERVER, FieldValue.TYPE);

  /**
   * Reads a configuration.
   *
   * @throws IllegalArgumentException naming every key that is at fault
   */
  static HttpSettings from(HttpConfig config) {
    Faults faults = new Faults();
    int processors = Runtime.getRuntime().availableProcessors();
    int threads = (int) faults.range("worker.threads", config.worker_threads(), 0, 64);
    Limits limits = limits(config, faults);
    HttpSettings settings =
        new HttpSettings(
            threads == 0 ? Math.max(1, processors / 2) : threads,
            (int) faults.range("connections.max", config.connections_max(), 1, 1_000_000),
            limits,
            (int) faults.range("parking.capacity", config.parking_capacity(), 0, 1_000_000),
            faults.millis("parking.patience.ms", config.parking_patience_ms(), 0, 600_000),
            faults.millis("drain.timeout.ms", config.drain_timeout_ms(), 0, 600_000),
            faults.text(SERVER, config.server_header(), FieldValue.TYPE),
            tick(limits));
    faults.check();
    return settings;
  }

  private static Limits limits(HttpConfig config, Faults faults) {
    long day = 86_400_000;
    return new Limits(
        new GuardLimits(
            (int) faults.range("request.line.bytes", config.request_line_bytes(), 64, 1 << 16),
            (int) faults.range("header.bytes", config.header_bytes(), 256, 1 << 20),
            (int) faults.range("header.count", config.header_count(), 1, 10_000),
            faults.range("body.bytes", config.body_bytes(), 0, Long.MAX_VALUE)),
        (int) faults.range("body.collect.bytes", config.body_collect_bytes(), 0, 1 << 24),
        (int) faults.range("body.window.bytes", config.body_window_bytes(), 1024, 1 << 24),
        (int) faults.range("body.drain.bytes", config.body_drain_bytes(), 0, 1 << 24),
        faults.millis("idle.timeout.ms", config.idle_timeout_ms(), 10, day),
        faults.millis("header.timeout.ms", config.header_timeout_ms(), 10, day),
        faults.millis("body.timeout.ms", config.body_timeout_ms(), 10, day),
        faults.range("body.rate.bytes", config.body_rate_bytes(), 1, 1 << 30),
        faults.millis("write.timeout.ms", config.write_timeout_ms(), 10, day),
        faults.range("write.rate.bytes", config.write_rate_bytes(), 1, 1 << 30),
        faults.millis("linger.timeout.ms", config.linger_timeout_ms(), 10, 60_000),
        (int) faults.range("h2.streams.max", config.h2_streams_max(), 1, 10_000),
        (int) faults.range("h2.flood.frames", config.h2_flood_frames(), 10, 1_000_000));
  }

  /** A quarter of the shortest deadline, so that none is missed by much; at most 250 ms. */
  private static Duration tick(Limits limits) {
    Duration shortest = LONGEST_TICK.multipliedBy(4);
    for (Duration each :
        List.of(limits.idle(), limits.header(), limits.body(), limits.write(), limits.linger())) {
      shortest = each.compareTo(shortest) < 0 ? each : shortest;
    }
    return Duration.ofMillis(Math.max(5, shortest.toMillis() / 4));
  }

  /** Collects what is wrong. */
  private static final class Faults {
    private final List<String> all = new ArrayList<>();

    long range(String key, long value, long min, long max) {
      if (value < min || value > max) {
        all.add(key + " = " + value + ": expected a whole number from " + min + " to " + max);
      }
      return value;
    }

    Duration millis(String key, long value, long min, long max) {
      return Duration.ofMillis(range(key, value, min, max));
    }

    String text(String key, String value, ValueType<String> type) {
      try {
        return type.parse(value);
      } catch (BadValueException e) {
        all.add(key + ": expected " + e.expectation());
        return "";
      }
    }

    void check() {
      if (!all.isEmpty()) {
        throw new IllegalArgumentException(HttpConfig.PID + ": " + String.join("; ", all));
      }
    }
  }
}
