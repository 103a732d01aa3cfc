package io.trajan.files.server;

import io.trajan.vassal.Launcher;
import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import io.trajan.vassal.VassalSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Who else there is for a vassal, looked up when it matters, which is seldom. */
final class Neighbours implements FilesInstance.Company {
  private final BundleContext context;

  Neighbours(BundleContext context) {
    this.context = context;
  }

  /**
   * Whether nobody but us could answer for a vassal: no other application wants it, and every
   * option it gives belongs to a bundle that is here. In doubt, as while some bundle is being
   * updated, it is not alone.
   */
  @Override
  public boolean isAlone(VassalSpec spec) {
    Set<String> unclaimed = new HashSet<>(spec.options());
    Set<String> launchers = new HashSet<>();
    boolean wanted = false;
    for (Launcher launcher : services(Launcher.class)) {
      launchers.add(launcher.name());
      wanted |=
          launcher.phase() == Launcher.Phase.APPLICATION
              && !launcher.name().equals(FilesOptions.NAME)
              && launcher.wants(spec);
    }
    for (OptionSet set : services(OptionSet.class)) {
      if (set.launcher().isEmpty() || launchers.contains(set.launcher())) {
        set.options().stream().map(Option::name).forEach(unclaimed::remove);
      }
    }
    return !wanted && unclaimed.isEmpty();
  }

  private <S> List<S> services(Class<S> type) {
    List<S> present = new ArrayList<>();
    try {
      for (ServiceReference<S> reference : context.getServiceReferences(type, null)) {
        S service = context.getService(reference);
        if (service != null) {
          present.add(service);
          context.ungetService(reference);
        }
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException("no filter cannot be wrong", e);
    }
    return present;
  }
}
