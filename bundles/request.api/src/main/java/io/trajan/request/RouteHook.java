package io.trajan.request;

import org.jspecify.annotations.Nullable;

/**
 * Sees a vassal's requests before a mount is chosen, and may answer or change them. Registered as a
 * service with {@link RequestHandler#VASSAL}; several are asked in the order of their service
 * ranking, highest first.
 */
public interface RouteHook {
  /**
   * Looks at a request; called on a thread of the listener, must not block.
   *
   * @return the request to go on with, the same or a changed one, or null when {@code response} was
   *     or will be answered here
   */
  @Nullable Request route(Request request, Response response);
}
