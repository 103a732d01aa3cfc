package io.trajan.itests.osgi;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** Executes commands as an operator would. */
final class Shell {
  private final BundleContext context;

  Shell(BundleContext context) {
    this.context = context;
  }

  /**
   * The rows of a result, each as text.
   *
   * @param arguments values of {@code $a0}, {@code $a1} … in the command
   */
  List<String> rows(String command, Object... arguments) throws Exception {
    var rows = new ArrayList<String>();
    if (run(command, arguments) instanceof Iterable<?> list) {
      list.forEach(row -> rows.add(String.valueOf(row)));
    }
    return rows;
  }

  /** The message a command fails with. */
  String refusal(String command, Object... arguments) {
    try {
      return "no refusal: " + run(command, arguments);
    } catch (Exception e) {
      return String.valueOf(e.getMessage());
    }
  }

  Object run(String command, Object... arguments) throws Exception {
    var scope = command.substring(0, command.indexOf(':'));
    var name = command.substring(scope.length() + 1).split(" ")[0];
    await("(&(osgi.command.scope=" + scope + ")(osgi.command.function=" + name + "))");
    var tracker =
        new ServiceTracker<CommandProcessor, CommandProcessor>(
            context, CommandProcessor.class, null);
    tracker.open();
    try (var session =
        tracker
            .waitForService(TimeUnit.SECONDS.toMillis(10))
            .createSession(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                new ByteArrayOutputStream())) {
      for (var i = 0; i < arguments.length; i++) {
        session.put("a" + i, arguments[i]);
      }
      return session.execute(command);
    } finally {
      tracker.close();
    }
  }

  private void await(String filter) throws Exception {
    var tracker = new ServiceTracker<Object, Object>(context, context.createFilter(filter), null);
    tracker.open();
    try {
      if (tracker.waitForService(TimeUnit.SECONDS.toMillis(10)) == null) {
        throw new IllegalStateException("no command " + filter);
      }
    } finally {
      tracker.close();
    }
  }
}
