package io.trajan.request;

/**
 * Where a request goes on that a {@link RouteHook} or a {@link RequestHandler} kept for a while.
 * One of the methods is called at most once, on any thread, and only while the response is
 * untouched.
 */
public interface Onward {
  /**
   * Goes on with the next hook or handler.
   *
   * @param request the same request, or a changed one
   */
  void proceed(Request request);

  /**
   * Goes back to where it was before it came here, as if {@code false} had been returned: for who
   * took a request and had to close before anything was done for it. The body was not read either.
   */
  void again();
}
