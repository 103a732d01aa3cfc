package io.trajan.config.files;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * What the launcher accepts in its file, so that a mistake is told while the emperor runs and not
 * at its next start. The launcher reads the file itself, before there is a framework.
 */
@ObjectClassDefinition(
    pid = "io.trajan.launcher",
    name = "Launcher",
    description = "What is started and how long it may take; in force at the next start.")
@interface LauncherConfig {
  /** The features to boot. */
  @AttributeDefinition(
      name = "Features",
      description = "The features to boot, names of files in features/ separated by commas.")
  String features();

  /** How long READY waits. */
  @AttributeDefinition(
      name = "Ready timeout",
      description = "How long READY waits for what is not settled, 1 to 3600 seconds.",
      min = "1",
      max = "3600")
  int ready_timeout_seconds() default 60;

  /** How long a stop takes. */
  @AttributeDefinition(
      name = "Stop timeout",
      description = "How long an orderly stop may take in all, 1 to 3600 seconds.",
      min = "1",
      max = "3600")
  int stop_timeout_seconds() default 30;
}
