package io.trajan.request;

/**
 * Answers the requests below one mount of one vassal. Registered as a service by the bundle that
 * brings the application, with {@link #VASSAL} and optionally {@link #MOUNT} and {@link
 * #GENERATION}; of several for the same mount the highest generation, then service ranking, gets
 * the new requests, and the others finish theirs.
 *
 * <p>A handler with a generation below 1 and a negative ranking is a placeholder: it speaks for an
 * application that is not there, answering why (requests that wait for it are released to the
 * placeholder at once), or returning false, which makes every request wait that finds no other
 * handler.
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
   * Service property, Boolean: whether the handler answers only some of its requests and passes the
   * others on, as a directory of files does in front of an application. At one mount it is asked
   * before the one that is not optional, and what it passes on goes there, or to the next shorter
   * mount.
   */
  String OPTIONAL = "trajan.optional";

  /**
   * Takes a request. Called on a thread of the listener, which must not be blocked: work that waits
   * goes elsewhere. An exception is answered with 500.
   *
   * @return true when it was taken; false when this handler is closing and has touched nothing, and
   *     the caller waits for its successor
   */
  boolean handle(Request request, Response response);

  /**
   * The same with a way out for a handler that keeps requests for a while; this is what the
   * dispatcher calls.
   *
   * @param onward for who took the request and finds, perhaps later and on another thread, that it
   *     is closing ({@link Onward#again}), or, if it is {@link #OPTIONAL}, that it has no answer:
   *     the request goes on to the next handler
   * @return as above
   */
  default boolean handle(Request request, Response response, Onward onward) {
    return handle(request, response);
  }
}
