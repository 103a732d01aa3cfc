package io.trajan.rack.adapter;

import io.trajan.rack.adapter.answer.Servant;
import io.trajan.rack.adapter.answer.Streams;
import io.trajan.rack.adapter.env.Calls;
import io.trajan.rack.adapter.env.Environment;
import io.trajan.rack.adapter.env.Exchange;
import io.trajan.rack.adapter.env.Hijacks;
import io.trajan.rack.adapter.env.RackVersion;
import io.trajan.rack.adapter.env.Template;
import io.trajan.rack.adapter.env.WarmupRequest;
import io.trajan.rack.adapter.pool.Pool;
import io.trajan.rack.adapter.ruby.LineLog;
import io.trajan.rack.adapter.ruby.Program;
import io.trajan.rack.adapter.ruby.RubyVm;
import io.trajan.rack.adapter.stream.RubyErrors;
import io.trajan.rack.adapter.stream.RubyInput;
import io.trajan.rack.adapter.stream.RubyStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jruby.Ruby;
import org.jruby.RubyClass;
import org.jruby.runtime.ThreadContext;
import org.slf4j.Logger;

/**
 * A loaded application with its threads. Made and ended by the thread that owns its runtime;
 * requests come from any.
 */
final class Application {
  private final RackSettings settings;
  private final RubyVm vm;
  private final RackVersion version;
  private final Hijacks hijacks;
  private final Servant servant;
  private final Pool<Exchange> pool;
  private final RackHandler handler;
  private final List<RubyWorker> workers = new CopyOnWriteArrayList<>();

  Application(RackSettings settings, RubyVm vm, Program program, LineLog errors, Logger log) {
    long patience = settings.ioTimeout().toNanos();
    Ruby ruby = vm.ruby();
    this.settings = settings;
    this.vm = vm;
    this.version = RackVersion.ofRelease(program.release());
    this.pool = new Pool<>(settings.queue());
    this.handler = new RackHandler(pool, log);
    this.hijacks = new Hijacks(patience);
    RubyClass streamType = RubyStream.define(vm.trajan());
    Template template = new Template(settings.threads() > 1, RubyErrors.make(vm.trajan(), errors));
    boolean rewindable = program.release().isEmpty() || version == RackVersion.TWO;
    Environment environment =
        new Environment(
            ruby,
            version,
            template,
            new RubyInput.Factory(vm.trajan(), patience, rewindable),
            new Calls(vm.trajan(), version, streamType, hijacks));
    this.servant =
        new Servant(
            program.application(),
            version,
            environment,
            new Streams(streamType, hijacks),
            patience,
            log);
  }

  /** Starts its threads. */
  void start() {
    Ruby ruby = vm.ruby();
    pool.start(
        "rack-" + settings.name(),
        settings.threads(),
        Ruby.class.getClassLoader(),
        number -> {
          RubyWorker worker = new RubyWorker(ruby, servant);
          workers.add(worker);
          return worker;
        });
  }

  /** Makes the warm-up requests on the calling thread; how many failed. */
  long warmUp() {
    long before = servant.failures();
    for (Warmup warmup : settings.warmups()) {
      for (int i = 0; i < warmup.times(); i++) {
        serveHere(
            vm.ruby().getCurrentContext(),
            new Exchange(
                new WarmupRequest(settings.name(), warmup.target()), new UnsentResponse()));
      }
    }
    return servant.failures() - before;
  }

  /** Answers a request on the calling thread. */
  void serveHere(ThreadContext context, Exchange exchange) {
    servant.serve(context, exchange);
  }

  RackHandler handler() {
    return handler;
  }

  Pool<Exchange> pool() {
    return pool;
  }

  List<RubyWorker> workers() {
    return workers;
  }

  Hijacks hijacks() {
    return hijacks;
  }

  RackVersion version() {
    return version;
  }

  long failures() {
    return servant.failures();
  }
}
