package io.trajan.shell.server.gogo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.felix.service.command.CommandProcessor;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.util.tracker.ServiceTracker;
import org.osgi.util.tracker.ServiceTrackerCustomizer;

/**
 * All commands there are: services with the properties {@code osgi.command.scope} and {@code
 * osgi.command.function}. Of two with one name the service with the higher ranking counts. Thread
 * safe.
 */
public final class CommandRegistry implements AutoCloseable {
  /** Where a command without a scope is looked for, in this order, and nowhere else. */
  public static final List<String> BARE_SCOPES = List.of("shell", "felix", "gogo");

  private static final String FILTER =
      "(&(" + CommandProcessor.COMMAND_SCOPE + "=*)(" + CommandProcessor.COMMAND_FUNCTION + "=*))";

  private final SortedMap<String, List<CommandEntry>> entries = new ConcurrentSkipListMap<>();
  private final BundleContext context;
  private final ServiceTracker<Object, List<CommandEntry>> tracker;

  /** Not yet looking. */
  public CommandRegistry(BundleContext context) {
    this.context = context;
    try {
      tracker =
          new ServiceTracker<>(context, context.createFilter(FILTER), new Customizer(context));
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Begins to look. */
  public void open() {
    tracker.open();
  }

  @Override
  public void close() {
    tracker.close();
  }

  /** The command of that name: with a scope exactly that, without one from {@link #BARE_SCOPES}. */
  public @Nullable CommandEntry find(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    if (wanted.indexOf(':') > 0) {
      return best(wanted);
    }
    String function = wanted.startsWith(":") ? wanted.substring(1) : wanted;
    for (String scope : BARE_SCOPES) {
      CommandEntry entry = best(scope + ":" + function);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  private @Nullable CommandEntry best(String name) {
    return entries.getOrDefault(name, List.of()).stream()
        .max(Comparator.comparing(CommandEntry::reference))
        .orElse(null);
  }

  /** The installed bundles. */
  List<Bundle> bundles() {
    return List.of(context.getBundles());
  }

  /** All commands by name. */
  public List<CommandEntry> all() {
    return entries.keySet().stream().map(this::best).filter(Objects::nonNull).toList();
  }

  /** The names that can be typed: those with scope, and those that are found without. */
  public List<String> names() {
    List<String> names = new ArrayList<>(entries.keySet());
    all().stream()
        .filter(e -> find(e.function()) == e)
        .map(CommandEntry::function)
        .forEach(names::add);
    return names;
  }

  private final class Customizer implements ServiceTrackerCustomizer<Object, List<CommandEntry>> {
    private final BundleContext context;

    Customizer(BundleContext context) {
      this.context = context;
    }

    @Override
    public List<CommandEntry> addingService(ServiceReference<Object> reference) {
      List<CommandEntry> added = new ArrayList<>();
      String scope = String.valueOf(reference.getProperty(CommandProcessor.COMMAND_SCOPE));
      for (String function : strings(reference.getProperty(CommandProcessor.COMMAND_FUNCTION))) {
        CommandEntry entry = new CommandEntry(context, reference, scope, function);
        added.add(entry);
        entries.merge(entry.name(), List.of(entry), CommandRegistry::joined);
      }
      return added;
    }

    @Override
    public void modifiedService(ServiceReference<Object> reference, List<CommandEntry> added) {
      // The ranking is read from the reference; scope and function of a command do not change.
    }

    @Override
    public void removedService(ServiceReference<Object> reference, List<CommandEntry> added) {
      for (CommandEntry entry : added) {
        entries.computeIfPresent(entry.name(), (_, list) -> without(list, entry));
      }
    }
  }

  private static List<CommandEntry> joined(List<CommandEntry> a, List<CommandEntry> b) {
    List<CommandEntry> all = new ArrayList<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }

  private static @Nullable List<CommandEntry> without(List<CommandEntry> list, CommandEntry entry) {
    List<CommandEntry> left = list.stream().filter(e -> e != entry).toList();
    return left.isEmpty() ? null : left;
  }

  private static List<String> strings(@Nullable Object property) {
    return switch (property) {
      case null -> List.of();
      case Object[] array -> List.of(array).stream().map(String::valueOf).toList();
      case Collection<?> c -> c.stream().map(String::valueOf).toList();
      default -> List.of(property.toString());
    };
  }
}
