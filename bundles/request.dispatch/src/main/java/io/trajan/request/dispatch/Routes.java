package io.trajan.request.dispatch;

import io.trajan.request.RequestHandler;
import io.trajan.request.RouteHook;
import io.trajan.request.dispatch.Offer.Place;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routing table of one vassal: an immutable snapshot, made anew with each change. To find a
 * mount costs one comparison of strings for each mount of the vassal, the longest first, and
 * allocates nothing.
 */
final class Routes {
  private final RouteHook[] hooks;
  private final Point[] points;
  private final boolean awaitsHook;

  /**
   * A mount, or a gap where one was.
   *
   * @param place the prefix, empty at the root, and whether in front of it
   * @param handler who gets its requests, or null while it is awaited
   * @param bundle the symbolic name of the handler's bundle, empty without one
   * @param counters what is counted there
   */
  record Point(
      Place place, @Nullable RequestHandler handler, String bundle, MountCounters counters) {
    /** The prefix. */
    String mount() {
      return place.mount();
    }
  }

  /**
   * A table.
   *
   * @param hooks in the order in which they are asked
   * @param points in any order
   * @param awaitsHook whether a hook is away that must not be left out
   */
  Routes(List<RouteHook> hooks, List<Point> points, boolean awaitsHook) {
    this.hooks = hooks.toArray(RouteHook[]::new);
    this.points =
        points.stream()
            .sorted(Comparator.comparingInt((Point p) -> p.place().order()).reversed())
            .toArray(Point[]::new);
    this.awaitsHook = awaitsHook;
  }

  /**
   * The first point that holds the path, which is compared as it was received, not decoded; or
   * null.
   *
   * @param below only points after one that passed the request on, by {@link Place#order}
   */
  @Nullable Point find(String path, int below) {
    for (Point point : points) {
      if (point.place().order() < below && point.place().holds(path)) {
        return point;
      }
    }
    return null;
  }

  boolean isEmpty() {
    return points.length == 0;
  }

  boolean awaitsHook() {
    return awaitsHook;
  }

  int hooks() {
    return hooks.length;
  }

  RouteHook hook(int index) {
    return hooks[index];
  }
}
