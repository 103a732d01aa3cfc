package io.trajan.request.dispatch;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import io.trajan.config.codec.ValueType;
import io.trajan.config.codec.ValueTypes;
import io.trajan.request.dispatch.access.AccessFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configuration, checked.
 *
 * @param patience how long a request waits for its handler
 * @param capacity how many requests of a vassal may wait
 * @param which which requests the access log tells of
 * @param format how it tells of them
 * @param slow what counts as slow; zero for nothing
 * @param recent how many requests are remembered for the shell
 */
record DispatchSettings(
    Duration patience, int capacity, Which which, AccessFormat format, Duration slow, int recent) {
  static final String PATIENCE = "30s";
  static final int CAPACITY = 1024;
  static final String ACCESS_LOG = "trouble";
  static final String ACCESS_FORMAT = "readable";
  static final String ACCESS_SLOW = "10s";
  static final int RECENT = 100;

  private static final ValueType<Duration> PATIENCE_TYPE =
      ValueTypes.duration(Duration.ZERO, Duration.ofMinutes(10));
  private static final ValueType<Which> ACCESS_LOG_TYPE = ValueTypes.oneOf(Which.class);
  private static final ValueType<Duration> ACCESS_SLOW_TYPE =
      ValueTypes.duration(Duration.ZERO, Duration.ofHours(1));

  /** The keys whose texts are finer than the metatype can say. */
  static final Map<String, ValueType<?>> TEXTS =
      Map.of(
          "patience",
          PATIENCE_TYPE,
          "access.log",
          ACCESS_LOG_TYPE,
          "access.format",
          AccessFormat.TYPE,
          "access.slow",
          ACCESS_SLOW_TYPE);

  /** Which requests are logged. */
  enum Which {
    OFF,
    TROUBLE,
    ALL
  }

  /**
   * Checks a configuration.
   *
   * @throws IllegalArgumentException naming every fault
   */
  static DispatchSettings from(DispatchConfig config) {
    List<Fault> faults = new ArrayList<>();
    Duration patience = read("patience", config.patience(), PATIENCE_TYPE, faults);
    Integer capacity =
        read("capacity", "" + config.capacity(), ValueTypes.integer(0, 1_000_000), faults);
    Which which = read("access.log", config.access_log(), ACCESS_LOG_TYPE, faults);
    AccessFormat format = read("access.format", config.access_format(), AccessFormat.TYPE, faults);
    Duration slow = read("access.slow", config.access_slow(), ACCESS_SLOW_TYPE, faults);
    Integer recent = read("recent", "" + config.recent(), ValueTypes.integer(0, 10_000), faults);
    if (patience == null
        || capacity == null
        || which == null
        || format == null
        || slow == null
        || recent == null) {
      throw new IllegalArgumentException(
          faults.stream().map(Fault::toString).collect(Collectors.joining("; ")));
    }
    return new DispatchSettings(patience, capacity, which, format, slow, recent);
  }

  private static <T> @Nullable T read(
      String key, String text, ValueType<T> type, List<Fault> faults) {
    try {
      return type.parse(text.trim());
    } catch (BadValueException e) {
      Place place = new Place(RequestDispatch.PID, 0);
      faults.add(new Fault(place, key, text, e.expectation(), e.nearest()));
      return null;
    }
  }
}
