package io.trajan.request.dispatch;

import io.trajan.request.RequestHandler;
import io.trajan.request.RouteHook;
import java.util.Comparator;
import java.util.function.Function;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

/**
 * A handler or a hook with what its service properties say of it; immutable. The order is best
 * first: the highest generation, the highest ranking, the oldest service.
 *
 * @param <S> {@link RequestHandler} or {@link RouteHook}
 * @param id the service's number
 * @param service the handler or hook
 * @param vassal whose requests it wants
 * @param mount below which, empty for a hook
 * @param generation the vassal's generation it belongs to, 0 for none
 * @param ranking its service ranking
 * @param bundle the symbolic name of its bundle
 */
record Offer<S>(
    long id, S service, String vassal, String mount, long generation, int ranking, String bundle) {
  static final Comparator<Offer<?>> BY_RANKING =
      Comparator.<Offer<?>>comparingInt(Offer::ranking).reversed().thenComparingLong(Offer::id);
  static final Comparator<Offer<?>> BEST_FIRST =
      Comparator.<Offer<?>>comparingLong(Offer::generation).reversed().thenComparing(BY_RANKING);

  /**
   * Reads the properties of a service.
   *
   * @throws IllegalArgumentException naming the property, its value and what is expected
   */
  static <S> Offer<S> of(ServiceReference<S> reference, S service) {
    String vassal =
        property(
            reference,
            RequestHandler.VASSAL,
            String.class,
            "",
            "the name of a vassal",
            v -> !v.isEmpty());
    String mount =
        property(
            reference,
            RequestHandler.MOUNT,
            String.class,
            "",
            "empty, or /prefix without a final slash",
            Offer::isMount);
    Long generation =
        property(
            reference,
            RequestHandler.GENERATION,
            Long.class,
            0L,
            "a long that is not negative",
            g -> g >= 0);
    int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer r ? r : 0;
    long id = reference.getProperty(Constants.SERVICE_ID) instanceof Long i ? i : 0;
    return new Offer<>(id, service, vassal, mount, generation, ranking, bundle(reference));
  }

  /**
   * A low-ranking handler of no generation answers in place of an application that cannot come now.
   */
  boolean isPlaceholder() {
    return generation == 0 && ranking < 0;
  }

  /** The symbolic name, also of a bundle that is gone. */
  static String bundle(ServiceReference<?> reference) {
    var bundle = reference.getBundle();
    return bundle == null ? "?" : String.valueOf(bundle.getSymbolicName());
  }

  private static boolean isMount(String mount) {
    return mount.isEmpty()
        || (mount.startsWith("/") && !mount.endsWith("/") && mount.indexOf('?') < 0);
  }

  private static <T> T property(
      ServiceReference<?> reference,
      String key,
      Class<T> type,
      T fallback,
      String expectation,
      Function<T, Boolean> check) {
    Object value = reference.getProperty(key);
    T typed = value == null ? fallback : type.isInstance(value) ? type.cast(value) : null;
    if (typed == null || !check.apply(typed)) {
      throw new IllegalArgumentException(key + " = " + value + ": expected " + expectation);
    }
    return typed;
  }
}
