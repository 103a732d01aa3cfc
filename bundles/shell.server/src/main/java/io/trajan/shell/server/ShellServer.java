package io.trajan.shell.server;

import io.trajan.foreign.DirectoryWatcher;
import io.trajan.shell.Candidates;
import io.trajan.shell.CommandAdvice;
import io.trajan.shell.server.gogo.CommandRegistry;
import io.trajan.shell.server.gogo.Processor;
import io.trajan.shell.server.session.HistoryFiles;
import io.trajan.shell.server.session.Session;
import io.trajan.shell.server.session.ShellServices;
import io.trajan.shell.server.terminal.NameSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.felix.service.command.Converter;
import org.apache.felix.service.threadio.ThreadIO;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The front door: opens {@code run/shell.sock} in the home and ends every session when it goes. */
@Component(service = ShellServer.class, immediate = true, configurationPid = ShellServer.PID)
@Designate(ocd = ShellConfig.class)
public final class ShellServer implements ShellServices {
  static final String PID = "io.trajan.shell.server";

  private static final Logger LOG = LoggerFactory.getLogger(ShellServer.class);

  private final BundleContext context;
  private final Path home;
  private final CommandRegistry registry;
  private final Processor processor;
  private volatile ShellSettings settings;
  private final SocketGuard guard;
  private volatile @Nullable Reception reception;

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<Candidates> candidates = List.of();

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<CommandAdvice> advisers = List.of();

  /** Nothing listens yet. */
  @Activate
  public ShellServer(BundleContext context, @Reference ThreadIO threadIo, ShellConfig config) {
    this.context = context;
    this.settings = ShellSettings.from(config);
    String root = context.getProperty("trajan.home");
    if (root == null) {
      throw new IllegalStateException(
          "the framework property trajan.home is not set: no place for the socket");
    }
    this.home = Path.of(root);
    this.guard = new SocketGuard(home.resolve("run/shell.sock"), this::renew);
    this.registry = new CommandRegistry(context);
    this.processor = new Processor(threadIo, registry);
  }

  @Activate
  void start() throws IOException {
    ControlSocket socket = ControlSocket.listen(home.resolve("run/shell.sock"));
    try {
      Reception opened = new Reception(socket, this, settings.sessions());
      registry.open();
      opened.open();
      reception = opened;
      guard.open();
    } catch (IOException | RuntimeException e) {
      registry.close();
      socket.close();
      throw e;
    }
    LOG.info("shell at {}", socket.path());
  }

  /** Counts for new sessions; a faulty one is refused and the last good one stays. */
  @Modified
  void modified(ShellConfig config) {
    settings = ShellSettings.from(config);
    if (reception != null) {
      reception.limit(settings.sessions());
    }
  }

  @Deactivate
  void stop() {
    boolean emperorStops = context.getBundle(0).getState() == Bundle.STOPPING;
    guard.close();
    if (reception != null) {
      reception.close(
          emperorStops ? "the emperor stops" : "the shell was stopped or replaced", !emperorStops);
    }
    registry.close();
  }

  /** With a watcher the socket comes back when somebody removes it. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void setWatcher(DirectoryWatcher service) {
    guard.use(service);
  }

  void unsetWatcher(DirectoryWatcher service) {
    guard.leave(service);
  }

  @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
  void addConverter(Converter converter) {
    processor.addConverter(converter);
  }

  void removeConverter(Converter converter) {
    processor.removeConverter(converter);
  }

  private void renew() {
    Reception open = reception;
    if (open != null) {
      open.renew();
    }
  }

  /** The open sessions. */
  public List<Session.Info> sessions() {
    return reception == null ? List.of() : reception.sessions();
  }

  @Override
  public Processor processor() {
    return processor;
  }

  @Override
  public NameSource names(Path directory) {
    return new Names(directory, registry, candidates);
  }

  @Override
  public Optional<String> advice(String command) {
    return advisers.stream().flatMap(adviser -> adviser.toGet(command).stream()).findFirst();
  }

  @Override
  public HistoryFiles histories() {
    return new HistoryFiles(home.resolve("data/shell"));
  }

  @Override
  public Duration idle() {
    return settings.idle();
  }

  @Override
  public String greeting() {
    return "Trajan "
        + context.getBundle().getVersion()
        + " in "
        + home
        + ". help lists commands, Ctrl-D leaves.";
  }
}
