package io.trajan.vassal.emperor;

import io.trajan.vassal.Instance;
import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.VassalState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the vassals stand, for every thread; written by the emperor's. Thread-safe. */
final class VassalBook {
  private static final Logger LOG = LoggerFactory.getLogger(VassalBook.class);

  /** The instances by launcher. */
  private record Page(VassalInfo info, Map<String, Instance> instances) {}

  private final ConcurrentSkipListMap<String, Page> pages = new ConcurrentSkipListMap<>();

  void put(VassalInfo info, Map<String, Instance> instances) {
    pages.put(info.name(), new Page(info, instances));
  }

  void remove(String vassal) {
    pages.remove(vassal);
  }

  void clear() {
    pages.clear();
  }

  /** All of them by name, with the facts of this moment. */
  List<VassalInfo> list() {
    return pages.values().stream().map(VassalBook::withFacts).toList();
  }

  /** All of them by name, without facts. */
  List<VassalInfo> quick() {
    return pages.values().stream().map(Page::info).toList();
  }

  Optional<VassalInfo> find(String vassal) {
    return Optional.ofNullable(pages.get(vassal)).map(VassalBook::withFacts);
  }

  /** What is said of a vassal, or what its instances warn of. */
  private static String reason(VassalInfo info, Map<String, Object> facts) {
    List<String> warnings =
        facts.entrySet().stream()
            .filter(fact -> fact.getKey().endsWith("." + Instance.WARNING))
            .map(fact -> String.valueOf(fact.getValue()))
            .toList();
    boolean silent = info.reason().isEmpty() && info.state() == VassalState.READY;
    return silent ? String.join("; ", warnings) : info.reason();
  }

  private static VassalInfo withFacts(Page page) {
    VassalInfo info = page.info();
    Map<String, Object> facts = new LinkedHashMap<>();
    page.instances()
        .forEach(
            (launcher, instance) -> {
              try {
                instance.facts().forEach((fact, value) -> facts.put(launcher + "." + fact, value));
              } catch (RuntimeException | LinkageError e) {
                LOG.warn("launcher {} has no facts of vassal {}", launcher, info.name(), e);
              }
            });
    return new VassalInfo(
        info.name(),
        info.state(),
        info.generation(),
        info.since(),
        reason(info, facts),
        info.file(),
        info.faults(),
        info.journey(),
        facts);
  }
}
