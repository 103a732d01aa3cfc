package io.trajan.deploy;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of the deployer. */
@ObjectClassDefinition(
    name = "Trajan deploy",
    description = "Features and bundles installed, updated and removed at run time")
public @interface DeployConfig {
  /** Default of {@link #update_timeout_ms}. */
  long DEFAULT_UPDATE_TIMEOUT_MS = 10_000;

  /** Default of {@link #start_level}. */
  int DEFAULT_START_LEVEL = 80;

  /** Default of {@link #jar_limit_bytes}. */
  long DEFAULT_JAR_LIMIT_BYTES = 512L << 20;

  /** How long a bundle may take to come up. */
  @AttributeDefinition(
      name = "update.timeout.ms",
      description =
          "How long an updated bundle and its components may take to come up before the old content"
              + " is put back; milliseconds, 100 to 600000",
      min = "100",
      max = "600000")
  long update_timeout_ms() default DEFAULT_UPDATE_TIMEOUT_MS;

  /** Start level of dropped bundles. */
  @AttributeDefinition(
      name = "start.level",
      description = "The start level of bundles dropped into deploy/; 2 to 100",
      min = "2",
      max = "100")
  int start_level() default DEFAULT_START_LEVEL;

  /** Longest jar. */
  @AttributeDefinition(
      name = "jar.limit.bytes",
      description = "A larger jar is refused; bytes, 1024 to 4294967296",
      min = "1024",
      max = "4294967296")
  long jar_limit_bytes() default DEFAULT_JAR_LIMIT_BYTES;
}
