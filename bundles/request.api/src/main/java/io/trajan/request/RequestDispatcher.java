package io.trajan.request;

/**
 * The single entry for listeners: finds the handler of a request. One service, by request.dispatch.
 */
public interface RequestDispatcher {
  /**
   * Takes a request; called on a thread of the listener and never blocks.
   *
   * @return false when the dispatcher is closing and has touched nothing: the caller keeps the
   *     request in its {@link Gate} until the next dispatcher is there
   */
  boolean dispatch(Request request, Response response);
}
