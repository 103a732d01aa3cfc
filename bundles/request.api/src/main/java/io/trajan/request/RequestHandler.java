package io.trajan.request;

/**
 * Answers the requests below one mount of one vassal. Registered as a service by the bundle that
 * brings the application, with {@link #VASSAL} and optionally {@link #MOUNT} and {@link
 * #GENERATION}; of several for the same mount the highest generation, then service ranking, gets
 * the new requests, and the others finish theirs.
 */
public interface RequestHandler {
  /** Service property, String: the vassal's name; required. */
  String VASSAL = "trajan.vassal";

  /**
   * Service property, String: the mount, empty (default) or {@code /prefix} without a final slash.
   */
  String MOUNT = "trajan.mount";

  /** Service property, Long: the generation of the vassal, default 0. */
  String GENERATION = "trajan.generation";

  /**
   * Takes a request. Called on a thread of the listener, which must not be blocked: work that waits
   * goes elsewhere. An exception is answered with 500.
   *
   * @return true when it was taken; false when this handler is closing and has touched nothing, and
   *     the caller waits for its successor
   */
  boolean handle(Request request, Response response);
}
