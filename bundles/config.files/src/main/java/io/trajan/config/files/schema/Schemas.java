package io.trajan.config.files.schema;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * The schemas of all installed bundles and of the providers present, by PID. For one thread, except
 * {@link #pids}, {@link #all} and {@link #find}, which any thread may call.
 */
public final class Schemas {
  private final Supplier<Bundle[]> bundles;
  private final Supplier<Collection<Schema>> provided;

  /** One bundle's documents are read once for each of its revisions. */
  private final Map<Revision, List<Schema>> read = new HashMap<>();

  private volatile Map<String, Schema> byPid = Map.of();

  private record Revision(long bundle, long modified) {}

  /**
   * Knows nothing before the first {@link #refresh}.
   *
   * @param bundles the bundles installed now
   * @param provided the schemas of providers registered now
   */
  public Schemas(Supplier<Bundle[]> bundles, Supplier<Collection<Schema>> provided) {
    this.bundles = bundles;
    this.provided = provided;
  }

  /** Looks at the bundles again and says for which PIDs something is different. */
  public Set<String> refresh() {
    Map<String, Schema> found = new TreeMap<>();
    Set<Revision> present = new HashSet<>();
    for (Bundle bundle : bundles.get()) {
      Revision revision = new Revision(bundle.getBundleId(), bundle.getLastModified());
      if (bundle.getState() != Bundle.UNINSTALLED && present.add(revision)) {
        read.computeIfAbsent(revision, r -> MetatypeReader.read(bundle))
            .forEach(schema -> found.putIfAbsent(schema.pid(), schema));
      }
    }
    read.keySet().retainAll(present);
    provided.get().forEach(schema -> found.putIfAbsent(schema.pid(), schema));
    Set<String> different = different(byPid, found);
    byPid = Map.copyOf(found);
    return different;
  }

  private static Set<String> different(Map<String, Schema> before, Map<String, Schema> after) {
    Set<String> pids = new HashSet<>(before.keySet());
    pids.addAll(after.keySet());
    pids.removeIf(pid -> Objects.equals(before.get(pid), after.get(pid)));
    return pids;
  }

  /** The schema of a PID or factory PID, or null. */
  public @Nullable Schema find(String pid) {
    return byPid.get(pid);
  }

  /** All PIDs and factory PIDs. */
  public Set<String> pids() {
    return byPid.keySet();
  }

  /** All schemas. */
  public Collection<Schema> all() {
    return byPid.values();
  }
}
