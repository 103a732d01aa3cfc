package io.trajan.deploy.command;

import io.trajan.deploy.Ticket;
import io.trajan.deploy.framework.Change;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.shell.CommandException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** How a command waits for the deploy thread. */
final class Waiting {
  /** Longer than any change should take, shorter than anybody's patience. */
  static final Duration AT_MOST = Duration.ofMinutes(2);

  private static final long SILENT_NANOS = 1_000_000_000;

  private Waiting() {}

  /** Something that queues a change. */
  interface Submission {
    Ticket<List<Change>> submit() throws RefusedException;
  }

  /**
   * Waits, telling the progress of what takes longer than a second on standard error.
   *
   * @param command its name, the beginning of every message
   */
  static List<Change> change(String command, Submission submission) throws CommandException {
    var began = System.nanoTime();
    try {
      return submission
          .submit()
          .await(
              AT_MOST,
              line -> {
                if (System.nanoTime() - began > SILENT_NANOS) {
                  System.err.println(line);
                }
              });
    } catch (RefusedException e) {
      throw new CommandException(command + ": " + e.getMessage());
    } catch (ExecutionException e) {
      throw new CommandException(command + ": " + message(e));
    } catch (TimeoutException e) {
      throw new CommandException(command + ": still going on after " + AT_MOST.toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(command + ": goes on without you");
    }
  }

  private static String message(ExecutionException e) {
    var cause = e.getCause();
    return cause instanceof RefusedException
        ? String.valueOf(cause.getMessage())
        : String.valueOf(cause);
  }
}
