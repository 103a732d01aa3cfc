package io.trajan.itests.osgi;

import static org.junit.Assert.assertEquals;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What sample bundles did. They share no class with the test, so they write into a queue of strings
 * among the system properties.
 */
final class Lives implements AutoCloseable {
  private static final String KEY = "trajan.itests.lives";

  private static final long WAIT_NANOS = 20_000_000_000L;
  private static final long POLL_MILLIS = 5;

  private final Queue<String> events = new ConcurrentLinkedQueue<>();

  Lives() {
    System.getProperties().put(KEY, events);
  }

  /** Statement of a sample that notes an event. */
  static String note(String expression) {
    return "((java.util.Queue<String>) System.getProperties().get(\""
        + KEY
        + "\")).add("
        + expression
        + ");";
  }

  /** The source of a class that notes when it is activated and deactivated. */
  static String component(String className, String interfaceName, String members) {
    var dot = className.lastIndexOf('.');
    return """
        package %s;
        @SuppressWarnings("unchecked")
        public class %s %s {
          public void activate() { %s }
          public void deactivate() { %s }
          %s
        }
        """
        .formatted(
            className.substring(0, dot),
            className.substring(dot + 1),
            interfaceName.isEmpty() ? "" : "implements " + interfaceName,
            note("\"+" + className + "\""),
            note("\"-" + className + "\""),
            members);
  }

  /** What happened since the last call, in order. */
  List<String> take() {
    var taken = List.copyOf(events);
    events.removeAll(taken);
    return taken;
  }

  /** The same, whatever happened first. */
  void awaitInAnyOrder(Set<String> expected) throws InterruptedException {
    assertEquals(expected, Set.copyOf(take(expected.size())));
  }

  /** Waits until this has happened since the last call, and nothing else. */
  void await(List<String> expected) throws InterruptedException {
    assertEquals(expected, take(expected.size()));
  }

  private List<String> take(int atLeast) throws InterruptedException {
    var deadline = System.nanoTime() + WAIT_NANOS;
    while (events.size() < atLeast && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
    }
    return take();
  }

  @Override
  public void close() {
    System.getProperties().remove(KEY);
  }
}
