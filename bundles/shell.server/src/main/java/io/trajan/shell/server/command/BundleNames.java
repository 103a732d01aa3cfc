package io.trajan.shell.server.command;

import io.trajan.shell.Candidates;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Completes bundles by id and by symbolic name. */
@Component
public final class BundleNames implements Candidates {
  private final BundleContext context;

  /** Of the framework of this context. */
  @Activate
  public BundleNames(BundleContext context) {
    this.context = context;
  }

  @Override
  public String kind() {
    return "bundle";
  }

  @Override
  public Collection<String> names() {
    List<String> names = new ArrayList<>();
    for (Bundle bundle : context.getBundles()) {
      names.add(Long.toString(bundle.getBundleId()));
      if (bundle.getSymbolicName() != null) {
        names.add(bundle.getSymbolicName());
      }
    }
    return names;
  }
}
