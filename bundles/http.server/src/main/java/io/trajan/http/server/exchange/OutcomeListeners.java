package io.trajan.http.server.exchange;

import io.trajan.request.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who wants to hear of the end of an exchange. Any thread may ask; who asks after the end is told
 * at once, and nobody is told twice. Nearly always there is one.
 */
final class OutcomeListeners {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private @Nullable Outcome outcome;
  private @Nullable Consumer<Outcome> first;
  private @Nullable List<Consumer<Outcome>> others;

  void add(Consumer<Outcome> listener) {
    Outcome known = knownOrKept(listener);
    if (known != null) {
      listener.accept(known);
    }
  }

  private synchronized @Nullable Outcome knownOrKept(Consumer<Outcome> listener) {
    if (outcome == null && first == null) {
      first = listener;
    } else if (outcome == null) {
      others = others == null ? new ArrayList<>(2) : others;
      others.add(listener);
    }
    return outcome;
  }

  /** Tells them in the order in which they asked; called once, about that {@code subject}. */
  void tell(Outcome result, Object subject) {
    Consumer<Outcome> one;
    List<Consumer<Outcome>> rest;
    synchronized (this) {
      outcome = result;
      one = first;
      rest = others;
      first = null;
      others = null;
    }
    if (one != null) {
      tell(one, result, subject);
    }
    if (rest != null) {
      rest.forEach(each -> tell(each, result, subject));
    }
  }

  private static void tell(Consumer<Outcome> listener, Outcome result, Object subject) {
    try {
      listener.accept(result);
    } catch (RuntimeException e) {
      LOG.error("{}: a listener of the end failed", subject, e);
    }
  }
}
