package io.trajan.shell.server;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of PID {@value ShellServer#PID}. */
@ObjectClassDefinition(
    name = "Shell",
    description = "The control socket run/shell.sock of the home, where ./trajan shell connects.")
@interface ShellConfig {
  int SESSIONS = 16;
  int IDLE_MINUTES = 720;

  /** How many sessions may be open. */
  @AttributeDefinition(
      name = "Sessions",
      description =
          "How many sessions may be open at a time, 1 to 200; one more is refused with status 1.",
      min = "1",
      max = "200")
  int sessions_max() default SESSIONS;

  /** When an untouched prompt is closed. */
  @AttributeDefinition(
      name = "Idle minutes",
      description =
          "After so many minutes an untouched prompt is closed, and a client that does not read its output; 0 to 100000,"
              + " 0 never.",
      min = "0",
      max = "100000")
  int idle_minutes() default IDLE_MINUTES;
}
