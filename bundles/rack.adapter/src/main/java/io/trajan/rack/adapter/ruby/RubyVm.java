package io.trajan.rack.adapter.ruby;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jruby.Ruby;
import org.jruby.RubyInstanceConfig;
import org.jruby.RubyModule;
import org.jruby.RubyThread;
import org.jruby.api.Define;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;
import org.slf4j.Logger;

/**
 * One Ruby runtime of our own: its environment variables, its working directory, its output. Made
 * and closed by one thread each; any thread may run programs in it.
 */
public final class RubyVm {
  static {
    Tuning.apply();
  }

  private final Ruby ruby;
  private final RubyModule trajan;
  private final RubyThread mainThread;

  private RubyVm(Ruby ruby) {
    this.ruby = ruby;
    this.mainThread = ruby.getCurrentContext().getThread();
    this.trajan = Define.defineModule(ruby.getCurrentContext(), "Trajan");
  }

  /** Boots a runtime; takes from a few tens of milliseconds, warm, to seconds, the first time. */
  public static RubyVm boot(VmSettings settings) throws IOException {
    RubyInstanceConfig config = new RubyInstanceConfig();
    ClassLoader loader = Ruby.class.getClassLoader();
    config.setLoader(loader);
    config.setJRubyHome("uri:classloader:/META-INF/jruby.home");
    config.setCurrentDirectory(settings.directory().toString());
    config.setEnvironment(settings.environment());
    config.setUpdateNativeENVEnabled(false);
    config.setHardExit(false);
    config.setExternalEncoding("UTF-8");
    config.setInput(InputStream.nullInputStream());
    config.setOutput(new PrintStream(settings.output(), true, StandardCharsets.UTF_8));
    config.setError(new PrintStream(settings.error(), true, StandardCharsets.UTF_8));
    // Brought in by boot.rb when something asks for them.
    config.setDisableGems(true);
    config.setDisableDidYouMean(true);
    config.setDisableErrorHighlight(true);
    config.setDisableSyntaxSuggest(true);
    config.setLoadPaths(settings.loadPath());
    RubyVm vm = new RubyVm(Ruby.newInstance(config));
    vm.prepare();
    return vm;
  }

  private void prepare() throws IOException {
    Native.define(
        trajan.singletonClass(ruby.getCurrentContext()),
        "evaluate",
        2,
        2,
        (context, self, args, block) -> evaluate(args[0].asJavaString(), args[1]));
    run("boot.rb");
    run("builder.rb");
  }

  /** The runtime. */
  public Ruby ruby() {
    return ruby;
  }

  /** The module in which the server keeps its own classes. */
  public RubyModule trajan() {
    return trajan;
  }

  private void run(String resource) throws IOException {
    try (InputStream in = RubyVm.class.getResourceAsStream("/trajan/rack/" + resource)) {
      if (in == null) {
        throw new IOException("this bundle lacks its " + resource);
      }
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      ruby.executeScript(script, "trajan/" + resource);
    }
  }

  /** Runs a file with another self; everything else is as in a file that is loaded. */
  private IRubyObject evaluate(String file, IRubyObject self) {
    ThreadContext context = ruby.getCurrentContext();
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      var parsed =
          ruby.getParserManager().parseFile(file, 0, in, ruby.getDefaultExternalEncoding());
      return ruby.runInterpreter(context, parsed, self);
    } catch (IOException e) {
      throw ruby.newIOErrorFromException(e);
    }
  }

  /** Breaks off what the thread that booted this runtime does; any thread. */
  public void killMain() {
    // Not kill: for the main thread that is an exit of whoever calls it.
    mainThread.dieFromFinalizer();
  }

  /** Waits until the program's own threads have ended, or for the given time. */
  public void joinThreads(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    for (RubyThread thread : threads()) {
      Thread carrier = thread.getNativeThread();
      if (carrier != null) {
        carrier.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    }
  }

  /** Kills the program's own threads; returns the names of those that do not end in time. */
  public List<String> killThreads(long nanos) throws InterruptedException {
    threads().forEach(RubyThread::kill);
    joinThreads(nanos);
    return threads().stream().map(thread -> thread.getNativeThread().getName()).toList();
  }

  /** Those that the program started and that are alive; the caller is Ruby's main thread. */
  private List<RubyThread> threads() {
    return Arrays.stream(ruby.getThreadService().getActiveRubyThreads())
        .filter(thread -> !thread.isAdopted())
        .filter(thread -> !Thread.currentThread().equals(thread.getNativeThread()))
        .toList();
  }

  /** Runs at_exit and ends the runtime; by the thread that booted it. */
  public void terminate(Logger log) {
    try {
      ruby.tearDown(false);
    } catch (RuntimeException e) {
      log.error("while ending: {}", Backtraces.of(e));
    }
  }
}
