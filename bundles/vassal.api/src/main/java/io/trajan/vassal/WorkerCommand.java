package io.trajan.vassal;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How to start the program of a vassal. Immutable.
 *
 * @param label what is loaded, for journeys: {@code ../apps/hello/config.ru}
 * @param arguments the program, by its absolute path, and its arguments
 * @param script what it finds as standard input: the worker's own source
 * @param environment all its environment variables
 * @param directory its working directory, absolute
 * @param queue how many requests may wait for a worker
 * @param startTimeout how long it may take until its workers answer
 */
public record WorkerCommand(
    String label,
    List<String> arguments,
    String script,
    Map<String, String> environment,
    Path directory,
    int queue,
    Duration startTimeout) {

  /** Copies what could change. */
  public WorkerCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** Leaves the variables out: there may be secrets among them. */
  @Override
  public String toString() {
    return label + " by " + arguments.getFirst();
  }
}
