package io.trajan.vassal.process;

import io.trajan.request.RequestHandler;
import io.trajan.vassal.process.net.Loop;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * What all instances share.
 *
 * @param program the warden's program
 * @param directories where generations have their directories
 * @param loop reads all streams
 * @param keeper one thread, which owns the state of all instances
 * @param registrar makes handlers known
 * @param onGone told when an instance is no more
 * @param accounts users and groups of this host
 */
record House(
    Path program,
    Path directories,
    Loop loop,
    ScheduledExecutorService keeper,
    Registrar registrar,
    Consumer<ProcessInstance> onGone,
    Accounts accounts) {

  /** Makes a handler known; what it returns takes it back. */
  interface Registrar {
    Runnable register(RequestHandler handler, Dictionary<String, Object> properties);
  }

  void forget(ProcessInstance instance) {
    onGone.accept(instance);
  }
}
