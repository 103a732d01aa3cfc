package io.trajan.shell.server.session;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which commands of a session run now, and in which threads; interrupts them. Gogo's own
 * interruption does harm when it comes between the start of a job and the start of its thread.
 */
final class RunningCommands {
  private static final Logger LOG = LoggerFactory.getLogger(RunningCommands.class);

  private static final long LEAVE_MILLIS = 1000;

  private final ConcurrentMap<Thread, String> commands = new ConcurrentHashMap<>();
  private boolean interrupted;

  /** A new line: what was interrupted before is over. */
  synchronized void begin() {
    interrupted = false;
  }

  /** The calling thread begins a command, unless the line was interrupted before it came so far. */
  synchronized void entered(String command) throws InterruptedException {
    if (interrupted) {
      throw new InterruptedException();
    }
    commands.put(Thread.currentThread(), command);
  }

  /** The calling thread is done; no interruption reaches it from here any more. */
  synchronized void left() {
    commands.remove(Thread.currentThread());
    notifyAll();
  }

  /** Interrupts every running command, and those of the same line that are yet to begin. */
  synchronized void interrupt() {
    interrupted = true;
    commands.keySet().forEach(Thread::interrupt);
  }

  synchronized boolean isInterrupted() {
    return interrupted;
  }

  /** Whether the calling thread is running one: what it does now happens inside of that command. */
  boolean isInside() {
    return commands.containsKey(Thread.currentThread());
  }

  Collection<String> names() {
    return List.copyOf(commands.values());
  }

  /**
   * Gives those that were interrupted a moment to leave, and names those that outlive their
   * session.
   */
  void reportLeft(int session) {
    try {
      awaitNone();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    commands.forEach(
        (thread, command) ->
            LOG.warn(
                "session {} has ended, but {} goes on in thread {}: it does not let itself be interrupted",
                session,
                command,
                thread.getName()));
  }

  private synchronized void awaitNone() throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LEAVE_MILLIS);
    long left = LEAVE_MILLIS;
    while (!commands.isEmpty() && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    }
  }
}
