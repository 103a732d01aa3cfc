package io.trajan.shell.server;

import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session whose own command updates this bundle finishes in the code of the old version, whose
 * jar may be closed by then. So all classes are loaded while it is still open.
 */
final class OwnClasses {
  private static final Logger LOG = LoggerFactory.getLogger(OwnClasses.class);

  private OwnClasses() {}

  static void loadAll() {
    Bundle bundle = FrameworkUtil.getBundle(OwnClasses.class);
    Enumeration<URL> entries =
        bundle == null ? null : bundle.findEntries("/io/trajan", "*.class", true);
    if (entries == null) {
      return;
    }
    for (URL entry : Collections.list(entries)) {
      String name = entry.getPath().substring(1).replace('/', '.').replaceFirst("\\.class$", "");
      try {
        Class.forName(name, false, OwnClasses.class.getClassLoader());
      } catch (ClassNotFoundException | LinkageError e) {
        LOG.debug("{} cannot be loaded any more", name, e);
      }
    }
  }
}
