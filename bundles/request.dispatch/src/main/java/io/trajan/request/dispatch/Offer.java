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
 * @param optional whether it passes on what it has no answer to
 * @param generation the vassal's generation it belongs to, 0 for none
 * @param ranking its service ranking
 * @param bundle the symbolic name of its bundle
 */
record Offer<S>(
    long id,
    S service,
    String vassal,
    String mount,
    boolean optional,
    long generation,
    int ranking,
    String bundle) {
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
        property(reference, RequestHandler.GENERATION, Long.class, 0L, "a long", g -> true);
    Boolean optional =
        property(reference, RequestHandler.OPTIONAL, Boolean.class, false, "a boolean", b -> true);
    int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer r ? r : 0;
    long id = reference.getProperty(Constants.SERVICE_ID) instanceof Long i ? i : 0;
    return new Offer<>(
        id, service, vassal, mount, optional, generation, ranking, bundle(reference));
  }

  /** See {@link RequestHandler}. */
  boolean isPlaceholder() {
    return generation < 1 && ranking < 0;
  }

  /** Where it stands. */
  Place place() {
    return new Place(mount, optional);
  }

  /**
   * A mount, and on which side of it.
   *
   * @param mount the prefix
   * @param optional whether in front
   */
  record Place(String mount, boolean optional) {
    /** Greater comes first: the longer mount, at one mount the optional. */
    int order() {
      return mount.length() * 2 + (optional ? 1 : 0);
    }

    /**
     * Whether a raw path lies below; only whole segments count: /foo holds /foo and /foo/bar, not
     * /foobar.
     */
    boolean holds(String path) {
      int length = mount.length();
      return path.startsWith(mount)
          && (length == 0 || path.length() == length || path.charAt(length) == '/');
    }

    /** Whether requests for another place come here when nobody takes them there. */
    boolean isBehind(Place other) {
      return order() < other.order() && holds(other.mount());
    }
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
