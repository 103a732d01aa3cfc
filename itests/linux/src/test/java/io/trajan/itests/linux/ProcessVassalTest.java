package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A vassal in worker processes: how they die, are replaced, and what becomes of requests. */
@SuppressWarnings("NullAway") // Every test starts the product first.
class ProcessVassalTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private static final String APP =
      """
      big = []
      run(lambda do |env|
        case env["PATH_INFO"]
        when "/pid" then [200, {}, ["#{Process.pid}"]]
        when "/template" then [200, {}, ["#{Process.ppid}"]]
        when "/sleep" then sleep 30; [200, {}, ["awake"]]
        when "/nap" then sleep 8; [200, {}, ["awake"]]
        when "/grow" then big << ("x" * (64 << 20)); [200, {}, ["#{Process.pid}"]]
        when "/version" then [200, {}, ["one"]]
        when "/who" then [200, {}, ["#{Process.uid} #{Process.gid} #{Dir.pwd} #{ENV["WORD"]}"]]
        when "/print" then puts "printed by the program"; [200, {}, []]
        when "/die" then Process.kill(:KILL, Process.pid); sleep 5; [200, {}, []]
        else [404, {}, []]
        end
      end)
      """;

  private final HttpClient client = HttpClient.newHttpClient();
  private int port;
  private Product product;

  @BeforeEach
  void ruby() throws IOException {
    Gems.assumeRuby();
    port = Product.freePort();
  }

  private void up(String options) throws IOException {
    product = Product.up("apps/config.ru", APP, "vassals/it.cfg", vassal(options));
  }

  private String vassal(String options) {
    return "http-socket = 127.0.0.1:" + port + "\nrack = ../apps/config.ru\n" + options + "\n";
  }

  @AfterEach
  void down() throws Exception {
    if (product != null) {
      Set<Long> processes = workers();
      processes.add(template());
      client.close();
      product.close();
      for (long pid : processes) {
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false))
            .as("process %d after the end", pid)
            .isFalse();
      }
    }
  }

  private HttpResponse<String> ask(String method, String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(Duration.ofSeconds(25))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private String get(String path) throws Exception {
    HttpResponse<String> answer = ask("GET", path);
    assertThat(answer.statusCode()).as(path).isEqualTo(200);
    return answer.body();
  }

  private long template() throws Exception {
    return Long.parseLong(get("/template"));
  }

  /** The pids that {@code vassal:info} names. */
  private Set<Long> workers() throws Exception {
    Set<Long> pids = new TreeSet<>();
    for (String line : product.shell("vassal:info", "it").lines().toList()) {
      if (line.matches("process\\.worker \\d+ .*pid \\d+, ready.*")) {
        pids.add(Long.parseLong(line.replaceAll(".*pid (\\d+),.*", "$1")));
      }
    }
    return pids;
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();
  }

  @Test
  void killedWorkerComesBackAndTheOthersServeMeanwhile() throws Exception {
    up("processes = 2");
    Set<Long> before = workers();
    assertThat(before).hasSize(2);
    long victim = Long.parseLong(get("/pid"));
    kill(victim);
    for (int i = 0; i < 50; i++) {
      assertThat(get("/version")).isEqualTo("one");
    }
    Wait.until("two workers", SOON, () -> workers().size() == 2 && !workers().contains(victim));
    Wait.until("a line in the log", SOON, () -> product.errors().contains("killed by signal 9"));
  }

  @Test
  void killedTemplateIsRaisedAgainWithoutARequestLost() throws Exception {
    up("processes = 2");
    long first = template();
    kill(first);
    for (int i = 0; i < 50; i++) {
      assertThat(get("/version")).isEqualTo("one");
    }
    Wait.until("another template", SOON, () -> template() != first);
    assertThat(product.shell("vassal:list")).contains("ready");
  }

  @Test
  void requestThatKillsItsWorkerIsRepeatedOnceOnlyIfThatIsSafe() throws Exception {
    up("processes = 2");
    assertThat(ask("POST", "/die").statusCode()).isEqualTo(502);
    assertThat(product.errors())
        .contains("POST /die: worker")
        .contains("cannot be repeated safely");
    assertThat(ask("GET", "/die").statusCode()).isEqualTo(502);
    assertThat(product.errors())
        .contains("another worker gets it")
        .contains("repeated once already");
    assertThat(get("/version")).isEqualTo("one");
  }

  @Test
  void requestThatTakesTooLongGets504AndTheLogItsStack() throws Exception {
    up("processes = 2\nharakiri = 1");
    HttpResponse<String> answer = ask("GET", "/sleep");
    assertThat(answer.statusCode()).isEqualTo(504);
    assertThat(answer.body()).isEqualTo("Gateway Timeout\n");
    Wait.until(
        "the stack", SOON, () -> product.errors().matches("(?s).*config\\.ru:\\d+.*sleep.*"));
    Wait.until("two workers", SOON, () -> workers().size() == 2);
    assertThat(product.errors()).contains("GET /sleep: harakiri");
  }

  @Test
  void requestBehindASlowOneIsTakenBackAndAnsweredElsewhere() throws Exception {
    up("processes = 2");
    for (int i = 0; i < 200; i++) {
      get("/version"); // Requests are short, so one more may wait at a worker.
    }
    try (ExecutorService several = Executors.newFixedThreadPool(6)) {
      var slow = several.submit(() -> get("/nap"));
      Wait.until(
          "the slow one to run", SOON, () -> product.shell("vassal:info", "it").contains("1 of"));
      List<java.util.concurrent.Future<String>> quick = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        quick.add(several.submit(() -> get("/version")));
      }
      for (var each : quick) {
        assertThat(each.get(5, TimeUnit.SECONDS)).isEqualTo("one");
      }
      assertThat(slow.isDone()).isFalse();
      assertThat(slow.get(20, TimeUnit.SECONDS)).isEqualTo("awake");
    }
  }

  @Test
  void workerIsReplacedAfterItsRequestsWithoutOneLost() throws Exception {
    up("processes = 2\nmax-requests = 20");
    Map<String, Integer> served = new HashMap<>();
    Wait.until(
        "several workers",
        SOON,
        () -> {
          for (int i = 0; i < 50; i++) {
            served.merge(get("/pid"), 1, Integer::sum);
          }
          return served.size() >= 5;
        });
    assertThat(product.errors()).contains("is replaced: it has had");
    assertThat(product.shell("vassal:info", "it")).containsPattern("process.deaths +0");
  }

  @Test
  void workerThatGrewIsReplaced() throws Exception {
    up("processes = 1\nreload-on-rss = 100");
    String first = get("/grow");
    get("/grow");
    Wait.until("another worker", SOON, () -> !get("/pid").equals(first));
    Wait.until("a line in the log", SOON, () -> product.errors().contains("MB of resident memory"));
  }

  @Test
  void reloadUnderLoadLosesNothing() throws Exception {
    up("processes = 2");
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger good = new AtomicInteger();
    Set<String> bad = ConcurrentHashMap.newKeySet();
    try (ExecutorService load = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        load.execute(() -> load(stop, good, bad));
      }
      for (int round = 1; round <= 3; round++) {
        int generation = round + 1;
        Product.write(
            product.home().resolve("vassals/it.cfg"),
            vassal("processes = 2\nenv = ROUND=" + round));
        Wait.until(
            "generation " + generation,
            SOON,
            () ->
                product
                    .shell("vassal:info", "it")
                    .matches("(?s).*generation +" + generation + "\\b.*"));
      }
      Wait.until("more answers", SOON, () -> good.get() > 200);
      stop.set(true);
      load.shutdown();
      assertThat(load.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(bad).isEmpty();
    Wait.until("the old ones to leave", SOON, () -> directories().size() == 1);
  }

  private void load(AtomicBoolean stop, AtomicInteger good, Set<String> bad) {
    while (!stop.get()) {
      try {
        HttpResponse<String> answer = ask("GET", "/version");
        if (answer.statusCode() == 200) {
          good.incrementAndGet();
        } else {
          bad.add(answer.statusCode() + " " + answer.body());
        }
      } catch (Exception e) {
        bad.add(e.toString());
      }
    }
  }

  private List<Path> directories() throws IOException {
    try (var all = Files.list(product.home().resolve("run/vassals"))) {
      return new ArrayList<>(all.toList());
    }
  }

  @Test
  void applicationThatDoesNotLoadIsExplained() throws Exception {
    product =
        Product.up(
            "apps/config.ru",
            "require 'nothing_of_that_name'\n",
            "vassals/it.cfg",
            vassal("processes = 2"));
    assertThat(product.ready()).contains("vassals=0/1");
    assertThat(product.shell("vassal:why", "it"))
        .contains("config.ru:1: cannot load such file -- nothing_of_that_name (LoadError)")
        .contains("rb-lib");
    product.close();
    product = null;
  }

  @Test
  void outputAndSettingsAreThoseOfTheFile() throws Exception {
    up("processes = 1\nenv = WORD=felix\nchdir = ../apps");
    Path apps = product.home().resolve("apps").toRealPath();
    assertThat(get("/who")).endsWith(apps + " felix");
    get("/print");
    Wait.until("the line", SOON, () -> product.errors().contains("printed by the program"));
  }
}
