package io.trajan.shell.server.session;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which commands of a session run now, and in which threads. */
final class RunningCommands {
  private static final Logger LOG = LoggerFactory.getLogger(RunningCommands.class);

  private final ConcurrentMap<Thread, String> commands = new ConcurrentHashMap<>();

  void entered(String command) {
    commands.put(Thread.currentThread(), command);
  }

  void left() {
    commands.remove(Thread.currentThread());
  }

  /** Whether the calling thread is running one: what it does now happens inside of that command. */
  boolean isInside() {
    return commands.containsKey(Thread.currentThread());
  }

  Collection<String> names() {
    return List.copyOf(commands.values());
  }

  /** Names those that outlive their session. */
  void reportLeft(int session) {
    commands.forEach(
        (thread, command) ->
            LOG.warn(
                "session {} has ended, but {} goes on in thread {}: it does not let itself be interrupted",
                session,
                command,
                thread.getName()));
  }
}
