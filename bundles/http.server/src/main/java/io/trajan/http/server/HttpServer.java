package io.trajan.http.server;

import io.trajan.boot.Keep;
import io.trajan.boot.Readiness;
import io.trajan.boot.StopDeadline;
import io.trajan.config.codec.Fault;
import io.trajan.http.server.command.Traffic;
import io.trajan.http.server.listen.Listener;
import io.trajan.http.server.net.ConnectionFacts;
import io.trajan.request.RequestDispatcher;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Launch;
import io.trajan.vassal.Launcher;
import io.trajan.vassal.VassalSpec;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;

/** Wires the HTTP server into the container; the work is done in {@link Engine}. */
@Component(
    immediate = true,
    service = {Launcher.class, Traffic.class},
    configurationPid = HttpConfig.PID)
@Designate(ocd = HttpConfig.class)
public final class HttpServer implements Launcher, Traffic {
  private final Engine engine;

  /** Checks the configuration; nothing is started. */
  @Activate
  public HttpServer(
      HttpConfig config,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable Keep keep,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable Readiness readiness,
      @Reference(cardinality = ReferenceCardinality.OPTIONAL) @Nullable StopDeadline deadline) {
    engine = new Engine(HttpSettings.from(config), keep, readiness, deadline);
  }

  @Activate
  void start() {
    engine.start();
  }

  @Deactivate
  void stop() {
    engine.close();
  }

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  void bindDispatcher(RequestDispatcher dispatcher) {
    engine.gate().open(dispatcher);
  }

  void unbindDispatcher(RequestDispatcher dispatcher) {
    engine.gate().shut(dispatcher);
  }

  @Override
  public Collection<Listener> listeners() {
    return engine.listeners();
  }

  @Override
  public List<ConnectionFacts> connections() throws InterruptedException, TimeoutException {
    return engine.connections();
  }

  @Override
  public String name() {
    return engine.launcher().name();
  }

  @Override
  public Phase phase() {
    return engine.launcher().phase();
  }

  @Override
  public boolean wants(VassalSpec spec) {
    return engine.launcher().wants(spec);
  }

  @Override
  public List<Fault> check(VassalSpec spec) {
    return engine.launcher().check(spec);
  }

  @Override
  public Instance launch(Launch launch) {
    return engine.launcher().launch(launch);
  }

  @Override
  public Collection<Instance> instances() {
    return engine.launcher().instances();
  }
}
