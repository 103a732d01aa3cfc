package io.trajan.config.files;

import io.trajan.config.codec.ConfigCheck;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The components' own checks by PID. Any thread. */
final class Checks {
  private final Map<ConfigCheck, Set<String>> pids = new ConcurrentHashMap<>();

  /** Adds a check; gives the PIDs that it is for. */
  Set<String> add(ConfigCheck check, Map<String, Object> properties) {
    Set<String> checked = Set.copyOf(texts(properties.get(ConfigCheck.PID)));
    pids.put(check, checked);
    return checked;
  }

  void remove(ConfigCheck check) {
    pids.remove(check);
  }

  /** The checks of a PID or factory PID. */
  Collection<ConfigCheck> of(String pid) {
    List<ConfigCheck> found = new ArrayList<>();
    pids.forEach(
        (check, checked) -> {
          if (checked.contains(pid)) {
            found.add(check);
          }
        });
    return found;
  }

  /** A service property that may be one text or several. */
  static List<String> texts(@Nullable Object property) {
    if (property instanceof String text) {
      return List.of(text);
    }
    if (property instanceof String[] several) {
      return List.of(several);
    }
    return property instanceof Collection<?> collection
        ? collection.stream().map(String::valueOf).toList()
        : List.of();
  }
}
