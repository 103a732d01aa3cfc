package io.trajan.vassal.emperor;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The wall clock of the moment it was made, from then on going as steadily as nanoTime. */
final class Steady extends Clock {
  private final Instant base = Instant.now();
  private final long nanos = System.nanoTime();

  @Override
  public Instant instant() {
    return base.plusNanos(System.nanoTime() - nanos);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return Clock.offset(this, java.time.Duration.ZERO).withZone(zone);
  }
}
