package io.trajan.request;

/**
 * Where a request goes on that a {@link RouteHook} or an optional {@link RequestHandler} kept for a
 * while.
 */
@FunctionalInterface
public interface Onward {
  /**
   * Goes on with the next hook or handler; called at most once, on any thread, and only for a
   * request whose response is untouched.
   *
   * @param request the same request, or a changed one
   */
  void proceed(Request request);
}
