package io.trajan.request;

import org.jspecify.annotations.Nullable;

/**
 * Sees a vassal's requests before a mount is chosen, and may answer or change them. Registered as a
 * service with {@link RequestHandler#VASSAL}; several are asked in the order of their service
 * ranking, highest first. A hook that belongs to one generation says so with {@link
 * RequestHandler#GENERATION}: of the hooks that a bundle brings for a vassal only those of the
 * highest generation are asked. A request is asked once, also when it is parked afterwards; while
 * the bundle of a hook is away its vassal's requests are parked, for going on without the hook
 * could undo what it protects.
 */
@FunctionalInterface
public interface RouteHook {
  /**
   * Looks at a request; called on a thread of the listener, must not block.
   *
   * @return the request to go on with, the same or a changed one, or null when {@code response} was
   *     or will be answered here
   */
  @Nullable Request route(Request request, Response response);

  /**
   * The same for a hook that may need time, such as a look at a disk; this is what the dispatcher
   * calls.
   *
   * @param later for a hook that returned null and will not answer: called at most once, from any
   *     thread, it goes on with the next hook
   * @return the request to go on with, or null when {@code response} was or will be answered here
   *     or {@code later} was or will be called
   */
  default @Nullable Request route(Request request, Response response, Onward later) {
    return route(request, response);
  }
}
