package io.trajan.request.dispatch;

import io.trajan.request.RequestHandler;
import io.trajan.request.RouteHook;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whiteboard: services come and go, lanes follow. Called by whoever registers or unregisters a
 * service, on its thread, which also carries the waiting requests to a handler that has come.
 */
final class Board {
  private static final Logger LOG = LoggerFactory.getLogger(Board.class);

  private final Lanes lanes;
  private final Map<ServiceReference<?>, Offer<RequestHandler>> handlers =
      new ConcurrentHashMap<>();
  private final Map<ServiceReference<?>, Offer<RouteHook>> hooks = new ConcurrentHashMap<>();

  Board(Lanes lanes) {
    this.lanes = lanes;
  }

  void addHandler(ServiceReference<RequestHandler> reference, RequestHandler handler) {
    Offer<RequestHandler> offer = read(reference, handler);
    if (offer != null) {
      handlers.put(reference, offer);
      lanes.change(offer.vassal(), lane -> lane.add(offer));
    }
  }

  void updateHandler(ServiceReference<RequestHandler> reference, RequestHandler handler) {
    Offer<RequestHandler> before = handlers.get(reference);
    Offer<RequestHandler> after = read(reference, handler);
    if (before == null || after == null || !before.vassal().equals(after.vassal())) {
      removeHandler(reference);
      addHandler(reference, handler);
    } else {
      handlers.put(reference, after);
      lanes.change(after.vassal(), lane -> lane.move(before, after));
    }
  }

  void removeHandler(ServiceReference<RequestHandler> reference) {
    Offer<RequestHandler> offer = handlers.remove(reference);
    if (offer != null) {
      boolean stopping = isStopping(reference);
      lanes.change(offer.vassal(), lane -> lane.remove(offer, stopping));
    }
  }

  void addHook(ServiceReference<RouteHook> reference, RouteHook hook) {
    Offer<RouteHook> offer = read(reference, hook);
    if (offer != null) {
      hooks.put(reference, offer);
      lanes.change(offer.vassal(), lane -> lane.addHook(offer));
    }
  }

  void removeHook(ServiceReference<RouteHook> reference) {
    Offer<RouteHook> offer = hooks.remove(reference);
    if (offer != null) {
      boolean stopping = isStopping(reference);
      lanes.change(offer.vassal(), lane -> lane.removeHook(offer, stopping));
    }
  }

  /**
   * What a service offers, or null for one that says it wrongly, which is logged and left alone.
   */
  private static <S> @Nullable Offer<S> read(ServiceReference<S> reference, S service) {
    try {
      return Offer.of(reference, service);
    } catch (IllegalArgumentException e) {
      LOG.error("a service of {} is not used: {}", Offer.bundle(reference), e.getMessage());
      return null;
    }
  }

  /** Whether the service left because its bundle stops, and not because it was retired. */
  private static boolean isStopping(ServiceReference<?> reference) {
    Bundle bundle = reference.getBundle();
    return bundle == null || bundle.getState() != Bundle.ACTIVE;
  }
}
