package io.trajan.vassal.emperor;

import io.trajan.vassal.Launcher;
import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import io.trajan.vassal.VassalFormat;
import io.trajan.vassal.emperor.Presence.Origin;
import io.trajan.vassal.emperor.file.Absence;
import io.trajan.vassal.emperor.file.Claims;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What comes and goes while the emperor reigns. Thread-safe; read by the emperor's thread. */
@SuppressWarnings("ReferenceEquality") // A service is the object that was bound.
final class Registry implements SynchronousBundleListener {
  private static final Logger LOG = LoggerFactory.getLogger(Registry.class);

  private record Entry<S>(S service, Origin origin) {}

  private final List<Entry<Launcher>> launchers = new CopyOnWriteArrayList<>();
  private final List<Entry<OptionSet>> sets = new CopyOnWriteArrayList<>();
  private final List<Entry<VassalFormat>> formats = new CopyOnWriteArrayList<>();
  private final Set<Long> uninstalled = ConcurrentHashMap.newKeySet();
  private final Runnable changed;

  /**
   * @param changed called on any thread after each change
   */
  Registry(Runnable changed) {
    this.changed = changed;
  }

  void add(Launcher service, ServiceReference<?> reference) {
    launchers.add(new Entry<>(service, origin(reference)));
    changed.run();
  }

  void remove(Launcher service) {
    launchers.removeIf(each -> each.service() == service);
    changed.run();
  }

  void add(OptionSet service, ServiceReference<?> reference) {
    sets.add(new Entry<>(service, origin(reference)));
    changed.run();
  }

  void remove(OptionSet service) {
    sets.removeIf(each -> each.service() == service);
    changed.run();
  }

  void add(VassalFormat service, ServiceReference<?> reference) {
    formats.add(new Entry<>(service, origin(reference)));
    changed.run();
  }

  void remove(VassalFormat service) {
    formats.removeIf(each -> each.service() == service);
    changed.run();
  }

  private static Origin origin(ServiceReference<?> reference) {
    Bundle bundle = reference.getBundle();
    return bundle == null
        ? new Origin(-1, "?")
        : new Origin(bundle.getBundleId(), String.valueOf(bundle.getSymbolicName()));
  }

  @Override
  public void bundleChanged(BundleEvent event) {
    if (event.getType() == BundleEvent.UNINSTALLED) {
      uninstalled.add(event.getBundle().getBundleId());
      changed.run();
    }
  }

  /**
   * What is there now; tells the memory of presence too. Each list is read once: what is installed
   * and what is remembered must agree.
   */
  Installed snapshot(Presence presence, Instant now) {
    List<Entry<OptionSet>> options = answering(sets, OptionSet::options);
    List<Entry<Launcher>> starters = answering(launchers, Launcher::phase);
    presence.present(Absence.Kind.OPTION, optionOrigins(options), now);
    Map<String, Origin> names = new HashMap<>();
    starters.forEach(each -> names.putIfAbsent(each.service().name(), each.origin()));
    presence.present(Absence.Kind.LAUNCHER, names, now);
    Set<Long> gone = new HashSet<>(uninstalled);
    presence.uninstalled(gone);
    uninstalled.removeAll(gone);
    Map<String, VassalFormat> byExtension = new HashMap<>();
    List<Entry<VassalFormat>> readers = answering(formats, VassalFormat::extension);
    readers.forEach(each -> byExtension.putIfAbsent(each.service().extension(), each.service()));
    return Installed.of(
        starters.stream().map(Entry::service).toList(),
        new Claims(options.stream().map(Entry::service).toList()),
        byExtension);
  }

  /** Those that answer; one whose bundle is being replaced may not be able to load its classes. */
  private static <S> List<Entry<S>> answering(
      List<Entry<S>> entries, Function<S, Object> question) {
    List<Entry<S>> answering = new ArrayList<>();
    for (Entry<S> entry : entries) {
      try {
        var _ = question.apply(entry.service());
        answering.add(entry);
      } catch (RuntimeException | LinkageError e) {
        LOG.error("a service of {} does not answer", entry.origin().bundleName(), e);
      }
    }
    return answering;
  }

  private static Map<String, Origin> optionOrigins(List<Entry<OptionSet>> sets) {
    Map<String, Origin> origins = new HashMap<>();
    for (Entry<OptionSet> set : sets) {
      for (Option<?> option : set.service().options()) {
        origins.putIfAbsent(option.name(), set.origin());
      }
    }
    return origins;
  }
}
