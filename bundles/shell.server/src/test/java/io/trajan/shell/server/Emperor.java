package io.trajan.shell.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.shell.server.command.HelpCommand;
import io.trajan.shell.server.command.SessionCommands;
import io.trajan.shell.server.command.TextCommands;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;

/**
 * A real framework with Felix's own commands, our samples and the server under test, all on one
 * class path.
 */
final class Emperor implements AutoCloseable {
  final SampleCommands sample = new SampleCommands();
  final Path socket;
  private final Framework framework;
  private final ThreadIOImpl threadIo = new ThreadIOImpl();
  private ShellServer server;

  Emperor(Path home, int sessions) throws Exception {
    socket = home.resolve("run/shell.sock");
    framework =
        new FrameworkFactory()
            .newFramework(
                Map.of(
                    Constants.FRAMEWORK_STORAGE,
                    home.resolve("data/framework").toString(),
                    "trajan.home",
                    home.toString(),
                    "felix.log.level",
                    "0"));
    framework.start();
    threadIo.start();
    BundleContext felix = bundle("org.apache.felix.gogo.command");
    new org.apache.felix.gogo.command.Activator().start(felix);
    register(
        bundle("trajan.sample"),
        sample,
        "sample",
        "list",
        "start",
        "check",
        "fail",
        "sleep",
        "flood",
        "bytes",
        "complain",
        "thread");
    server = open(sessions);
    BundleContext shell = bundle("trajan.shell.server");
    register(shell, new HelpCommand(), "shell", "help");
    register(shell, new TextCommands(), "shell", "echo", "grep");
    register(shell, new SessionCommands(server), "shell", "exit", "history", "clear", "sessions");
  }

  private ShellServer open(int sessions) throws IOException {
    ShellServer opened =
        new ShellServer(
            framework.getBundleContext(), threadIo, config(sessions, ShellConfig.IDLE_MINUTES));
    opened.start();
    return opened;
  }

  /** As an update of the bundle would: the old one stops, a new one starts. */
  void replaceServer(int sessions) throws IOException {
    server.stop();
    server = open(sessions);
  }

  ShellServer server() {
    return server;
  }

  private BundleContext bundle(String name) throws BundleException, IOException {
    Bundle bundle = framework.getBundleContext().installBundle("test:" + name, jar(name));
    bundle.start();
    BundleContext context = bundle.getBundleContext();
    assertThat(context).isNotNull();
    return context;
  }

  private static InputStream jar(String name) throws IOException {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    main.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new JarOutputStream(bytes, manifest).close();
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static void register(
      BundleContext context, Object service, String scope, String... functions) {
    Dictionary<String, Object> properties =
        FrameworkUtil.asDictionary(
            Map.of("osgi.command.scope", scope, "osgi.command.function", functions));
    context.registerService(Object.class, service, properties);
  }

  /** As SCR makes it of a configuration. */
  static ShellConfig config(int sessions, int idle) {
    InvocationHandler handler =
        (_, method, _) -> method.getName().equals("sessions_max") ? sessions : idle;
    return (ShellConfig)
        Proxy.newProxyInstance(
            ShellConfig.class.getClassLoader(), new Class<?>[] {ShellConfig.class}, handler);
  }

  @Override
  public void close() throws Exception {
    server.stop();
    threadIo.stop();
    framework.stop();
    framework.waitForStop(10_000);
  }
}
