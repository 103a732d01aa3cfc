package io.trajan.shell.server.command;

import io.trajan.shell.Candidates;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Completes services by component name and by PID. */
@Component
public final class ServiceNames implements Candidates {
  private static final String COMPONENT_NAME = "component.name";

  private final BundleContext context;

  /** Of the framework of this context. */
  @Activate
  public ServiceNames(BundleContext context) {
    this.context = context;
  }

  @Override
  public String kind() {
    return "service";
  }

  @Override
  public Collection<String> names() {
    Set<String> names = new TreeSet<>();
    for (ServiceReference<?> reference : references()) {
      add(names, reference.getProperty(COMPONENT_NAME));
      add(names, reference.getProperty(Constants.SERVICE_PID));
    }
    return names;
  }

  private List<ServiceReference<?>> references() {
    try {
      ServiceReference<?>[] all = context.getAllServiceReferences(null, null);
      return all == null ? List.of() : List.of(all);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(Set<String> names, @Nullable Object property) {
    switch (property) {
      case String s -> names.add(s);
      case String[] several -> names.addAll(List.of(several));
      case Collection<?> several -> several.forEach(s -> names.add(String.valueOf(s)));
      case null, default -> {
        // Not a name.
      }
    }
  }
}
