package io.trajan.vassal.emperor;

import io.trajan.vassal.Relay;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Parts on their way out. A part that does not end in time is given up; it belongs to its launcher.
 * Confined to the emperor's thread, except that ends are heard on any.
 */
final class Retirement implements AutoCloseable {
  /** What a launcher gets beyond the patience, to break off and close. */
  static final Duration MARGIN = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);

  /** One part that was told to leave. */
  private static final class Leaving {
    final Part part;
    volatile boolean gone;

    Leaving(Part part) {
      this.part = part;
    }
  }

  private final List<List<Part>> turns = new ArrayList<>();
  private final List<Leaving> leaving = new ArrayList<>();
  private final List<Relay<Void>> relays = new ArrayList<>();
  private final Duration patience;
  private final Runnable look;
  private Instant deadline = Instant.MAX;

  /** The turns share the patience: what one took is not given to the next again. */
  private @Nullable Instant until;

  private Retirement(Collection<Part> parts, Duration patience, Runnable look) {
    this.patience = patience;
    this.look = look;
    parts.forEach(Part::close);
  }

  /**
   * For a vassal that ends: first those that listen, so that nothing new comes in, then the
   * applications.
   *
   * @param patience how long requests may take, in all turns together
   * @param look asks the emperor's thread to look again; any thread
   */
  static Retirement listenersFirst(Collection<Part> parts, Duration patience, Runnable look) {
    Retirement retirement = new Retirement(parts, patience, look);
    retirement.turns.add(parts.stream().filter(Part::listens).toList());
    retirement.turns.add(parts.stream().filter(part -> !part.listens()).toList());
    return retirement;
  }

  /** For parts whose successors are there: all of them at once. */
  static Retirement together(Collection<Part> parts, Duration patience, Runnable look) {
    Retirement retirement = new Retirement(parts, patience, look);
    retirement.turns.add(List.copyOf(parts));
    return retirement;
  }

  /** Goes on as far as it can; true when all are gone or given up. */
  boolean advance(Instant now) {
    leaving.removeIf(each -> each.gone);
    if (!leaving.isEmpty() && !now.isBefore(deadline)) {
      leaving.forEach(each -> LOG.warn("{} did not end in time; given up", each.part.name()));
      leaving.clear();
    }
    until = until == null ? now.plus(patience) : until;
    Duration left = now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO;
    while (leaving.isEmpty() && !turns.isEmpty()) {
      deadline = now.plus(left).plus(MARGIN);
      turns.removeFirst().forEach(part -> retire(part, left));
      leaving.removeIf(each -> each.gone);
    }
    return leaving.isEmpty();
  }

  /** When it has to be looked at though nothing happens. */
  Instant deadline() {
    return deadline;
  }

  private void retire(Part part, Duration left) {
    Leaving each = new Leaving(part);
    leaving.add(each);
    try {
      relays.add(
          Relay.of(
              part.instance().retire(left),
              (nothing, failure) -> {
                each.gone = true;
                look.run();
              }));
    } catch (RuntimeException | LinkageError e) {
      LOG.error("{} could not be retired", part.name(), e);
      each.gone = true;
    }
  }

  /** Stops listening; what was told to leave leaves. */
  @Override
  public void close() {
    relays.forEach(Relay::close);
  }
}
