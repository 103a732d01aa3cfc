package io.trajan.vassal.emperor;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The emperor's configuration, PID {@value #PID}. */
@ObjectClassDefinition(
    id = EmperorConfig.PID,
    name = "Emperor",
    description = "How vassals are started, retired and started again")
@interface EmperorConfig {
  String PID = "io.trajan.emperor";

  /** How many start at once. */
  @AttributeDefinition(
      name = "Parallel starts",
      description =
          "How many vassals start at the same time, 1 to 1000; the others wait their turn.",
      min = "1",
      max = "1000")
  int parallel_starts() default 8;

  /** The deadline of a start. */
  @AttributeDefinition(
      name = "Start deadline",
      description =
          "How long a generation may take to become ready before it counts as failed, 1 to 3600 s; the"
              + " launchers' own deadlines, such as rack-start-timeout, are meant to be shorter.",
      min = "1",
      max = "3600")
  int start_deadline_seconds() default 150;

  /** The patience with requests. */
  @AttributeDefinition(
      name = "Drain patience",
      description =
          "How long requests may take when their generation is retired before they are broken off,"
              + " 0 (at once) to 3600 s.",
      min = "0",
      max = "3600")
  int drain_patience_seconds() default 30;

  /** The patience with updates. */
  @AttributeDefinition(
      name = "Update grace",
      description =
          "How long a bundle may be away before the vassals that need it answer 503, 0 (at once) to"
              + " 600 s; until then requests wait. An uninstalled bundle gets no grace.",
      min = "0",
      max = "600")
  int update_grace_seconds() default 20;

  /** The patience of requests with a start. */
  @AttributeDefinition(
      name = "Slow start",
      description =
          "After how long of starting requests are answered with 503 instead of waiting, 0 to 3600 s.",
      min = "0",
      max = "3600")
  int slow_start_seconds() default 30;

  /** The longest delay between tries. */
  @AttributeDefinition(
      name = "Retry ceiling",
      description =
          "The longest delay between two tries to start a vassal that fails, 1 to 86400 s; the delay"
              + " doubles from 1 s.",
      min = "1",
      max = "86400")
  int retry_ceiling_seconds() default 180;

  /** What makes a life good. */
  @AttributeDefinition(
      name = "Good life",
      description =
          "How long a vassal must have been ready for its death to be the first in a row, which is"
              + " followed by a start at once, 1 to 86400 s.",
      min = "1",
      max = "86400")
  int good_life_seconds() default 10;
}
