package io.trajan.files.server;

import io.trajan.foreign.RootedFiles;
import io.trajan.request.Gate;
import io.trajan.request.Onward;
import io.trajan.request.Request;
import io.trajan.request.RequestHandler;
import io.trajan.request.Response;
import io.trajan.request.RouteHook;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Launch;
import io.trajan.vassal.LaunchException;
import io.trajan.vassal.VassalSpec;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one generation of a vassal. A visit is counted from its arrival until its answer is
 * with the listener, which sends the bytes without us; so a retired instance is gone as soon as
 * nobody is looking for a file.
 */
final class FilesInstance implements Instance {
  private final Tools tools;
  private final Launch launch;
  private final Logger log;
  private final Counters counters = new Counters();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final CompletableFuture<String> died = new CompletableFuture<>();
  private final CompletableFuture<Void> retired = new CompletableFuture<>();
  private final AtomicInteger visits = new AtomicInteger();
  private volatile boolean closing;
  private volatile @Nullable Site site;
  private @Nullable Posts posts;

  /** Who else there is for a vassal. */
  interface Company {
    /** Whether nobody else could answer for it. */
    boolean isAlone(VassalSpec spec);
  }

  /**
   * What all instances share.
   *
   * @param gate passes visits to who can open files
   * @param pool looks for files that the kernel has to wait for
   * @param registry registers services
   * @param company who else there is
   * @param types media types
   */
  record Tools(
      Gate<RootedFiles> gate,
      ThreadPoolExecutor pool,
      Posts.Registry registry,
      Company company,
      MimeTypes types) {}

  FilesInstance(Tools tools, Launch launch) {
    this.tools = tools;
    this.launch = launch;
    this.log = LoggerFactory.getLogger("vassal." + launch.spec().name());
  }

  /** Reads the options and takes requests; on the pool. */
  void start() {
    try {
      Site read = launch.journey().step("serve files", () -> Site.of(launch.spec(), tools.types()));
      site = read;
      open(read);
      ready.complete(null);
    } catch (IOException | RuntimeException e) {
      fail(new LaunchException("the files cannot be served: " + e.getMessage(), "", e));
    }
  }

  private synchronized void open(Site read) {
    if (closing) {
      throw new IllegalStateException("it was retired before it served");
    }
    Posts opened = new Posts(tools.registry(), launch);
    posts = opened;
    read.maps().forEach((mount, areas) -> opened.mount(mount, new Mounted(areas)));
    if (!read.checks().isEmpty()) {
      opened.hook(new Checked(read.checks()));
    }
  }

  void fail(LaunchException cause) {
    close();
    ready.completeExceptionally(cause);
    retired.complete(null);
  }

  /** Takes nothing more. */
  private synchronized void close() {
    closing = true;
    if (posts != null) {
      posts.close();
      posts = null;
    }
  }

  @Override
  public CompletionStage<Void> retire(Duration patience) {
    close();
    ready.completeExceptionally(new IllegalStateException("it was retired before it served"));
    if (visits.get() == 0) {
      retired.complete(null);
    }
    retired.completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS);
    return retired.minimalCompletionStage();
  }

  CompletionStage<Void> gone() {
    return retired.minimalCompletionStage();
  }

  private boolean enter() {
    visits.incrementAndGet();
    if (closing) {
      leave();
      return false;
    }
    return true;
  }

  void leave() {
    if (visits.decrementAndGet() == 0 && closing) {
      retired.complete(null);
    }
  }

  private boolean visit(List<Area> areas, Request request, Response response, Onward onward) {
    if (!enter()) {
      return false;
    }
    tools.gate().pass(new Visit(this, areas, request, response, onward));
    return true;
  }

  private static boolean isRead(Request request) {
    return request.method().equals("GET") || request.method().equals("HEAD");
  }

  /** Takes the requests below a mount. */
  private final class Mounted implements RequestHandler {
    private final List<Area> areas;

    Mounted(List<Area> areas) {
      this.areas = areas;
    }

    @Override
    public boolean handle(Request request, Response response) {
      throw new UnsupportedOperationException("an optional handler is told where requests go on");
    }

    @Override
    public boolean handle(Request request, Response response, Onward onward) {
      if (isRead(request)) {
        return visit(areas, request, response, onward);
      }
      if (tools.company().isAlone(launch.spec())) {
        counters.count(Counters.Event.REFUSED);
        Answers.notAllowed(response);
      } else {
        onward.proceed(request);
      }
      return true;
    }
  }

  /** Looks at every request before the application. */
  private final class Checked implements RouteHook {
    private final List<Area> areas;

    Checked(List<Area> areas) {
      this.areas = areas;
    }

    @Override
    public @Nullable Request route(Request request, Response response) {
      throw new UnsupportedOperationException("the dispatcher tells where requests go on");
    }

    @Override
    public @Nullable Request route(Request request, Response response, Onward later) {
      if (!isRead(request)) {
        return request;
      }
      if (!visit(areas, request, response, later)) {
        later.again();
      }
      return null;
    }
  }

  @Override
  public Launch launch() {
    return launch;
  }

  @Override
  public CompletionStage<Void> ready() {
    return ready.minimalCompletionStage();
  }

  @Override
  public CompletionStage<String> died() {
    return died.minimalCompletionStage();
  }

  @Override
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    Site read = site;
    if (read != null) {
      read.maps()
          .forEach(
              (mount, areas) -> areas.forEach(a -> facts.put("files " + mount + "/", a.target())));
      read.checks().forEach(area -> facts.put("files first", area.target()));
    }
    facts.putAll(counters.facts());
    return facts;
  }

  Site site() {
    Site read = site;
    if (read == null) {
      throw new IllegalStateException("a visit before the start");
    }
    return read;
  }

  Counters counters() {
    return counters;
  }

  ThreadPoolExecutor pool() {
    return tools.pool();
  }

  Logger log() {
    return log;
  }
}
