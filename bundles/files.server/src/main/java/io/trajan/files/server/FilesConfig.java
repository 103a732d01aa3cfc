package io.trajan.files.server;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the file server, PID {@value #PID}. */
@ObjectClassDefinition(
    id = FilesConfig.PID,
    name = "Static files",
    description = "How files of vassals are looked up")
@interface FilesConfig {
  String PID = "io.trajan.files";

  /** Threads. */
  @AttributeDefinition(
      name = "Threads",
      description =
          "How many threads look for files when the kernel would have to wait for a disk, 1 to 256. They end when idle.",
      min = "1",
      max = "256")
  int threads() default 4;

  /** The queue. */
  @AttributeDefinition(
      name = "Queue",
      description =
          "How many requests wait for such a thread, 1 to 100000; those beyond are answered with 503.",
      min = "1",
      max = "100000")
  int queue() default 1024;

  /** Patience. */
  @AttributeDefinition(
      name = "Patience",
      description =
          "How long a request waits while the bundle that opens files is being updated, 0 (not at all) to 600 s; as many as"
              + " the queue holds.",
      min = "0",
      max = "600")
  int patience_seconds() default 10;
}
