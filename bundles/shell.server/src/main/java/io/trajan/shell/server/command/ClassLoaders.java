package io.trajan.shell.server.command;

import java.lang.management.ManagementFactory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * How many class loaders the JVM knows, by the diagnostic command {@code VM.classloader_stats}; -1
 * where there is none.
 */
final class ClassLoaders {
  private static final Pattern TOTAL = Pattern.compile("Total = (\\d+)");

  private ClassLoaders() {}

  static long count() {
    try {
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      ObjectName diagnostics = new ObjectName("com.sun.management:type=DiagnosticCommand");
      Object said =
          server.invoke(
              diagnostics,
              "vmClassloaderStats",
              new Object[] {new String[0]},
              new String[] {String[].class.getName()});
      Matcher matcher = TOTAL.matcher(String.valueOf(said));
      return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
    } catch (JMException e) {
      return -1;
    }
  }
}
