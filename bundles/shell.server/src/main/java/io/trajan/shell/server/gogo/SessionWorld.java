package io.trajan.shell.server.gogo;

import io.trajan.shell.server.grammar.Conversions;
import java.nio.file.Path;
import java.util.List;
import org.apache.felix.service.command.CommandSession;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;

/** What the conversion of arguments needs, from the session and from the bundle of the command. */
final class SessionWorld implements Conversions.World {
  private final CommandSession session;
  private final Object target;

  SessionWorld(CommandSession session, Object target) {
    this.session = session;
    this.target = target;
  }

  @Override
  public Path directory() {
    return session.currentDir();
  }

  @Override
  public List<Bundle> bundles() {
    Bundle bundle = FrameworkUtil.getBundle(target.getClass());
    BundleContext context = bundle == null ? null : bundle.getBundleContext();
    return context == null ? List.of() : List.of(context.getBundles());
  }

  @Override
  public @Nullable Object convert(Class<?> type, Object value) {
    try {
      return session.convert(type, value);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
