package io.trajan.rack.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.request.Onward;
import io.trajan.request.Request;
import io.trajan.request.RequestHandler;
import io.trajan.testkit.FakeBody;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import io.trajan.vassal.Instance;
import io.trajan.vassal.LaunchException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jruby.Ruby;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How generations begin, end and leave nothing behind. */
class LifeTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  @TempDir Path directory;
  private Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage(directory);
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
    assertThat(threads("rack-test")).isEmpty();
  }

  @Test
  void requestsInFlightAreFinishedAndNewOnesAreNotTaken() throws Exception {
    Instance instance = stage.serve("run ->(env) { [200, {}, [env['rack.input'].read]] }");
    RequestHandler handler = stage.handlers.getFirst();
    FakeBody body = FakeBody.open(4);
    FakeResponse response = stage.begin(FakeRequest.of("POST", "/").body(body));
    AnswerTest.await(body::isAwaited);
    CompletionStage<Void> gone = instance.retire(LONG);
    AnswerTest.await(() -> stage.handlers.isEmpty());
    assertThat(handler.handle(FakeRequest.get("/"), new FakeResponse())).isFalse();
    assertThat(gone.toCompletableFuture()).isNotDone();
    body.feed("done");
    body.finish();
    assertThat(response.await(LONG).failure()).isNull();
    assertThat(response.text()).isEqualTo("done");
    await(gone);
    assertThat(stage.adapter.instances()).isEmpty();
  }

  @Test
  void requestThatTakesLongerThanThePatienceIsBrokenOff() throws Exception {
    Instance instance = stage.serve("run ->(env) { sleep }");
    FakeResponse response = stage.begin(FakeRequest.get("/"));
    AnswerTest.await(() -> Stage.fact(instance, "busy") == 1);
    await(instance.retire(Duration.ofMillis(50)));
    assertThat(response.await(LONG).failure()).startsWith("aborted");
  }

  @Test
  void requestsThatWereNotBegunGoBackAtOnceWhenTheGenerationCloses() throws Exception {
    Instance instance =
        stage.serve(
            stage
                .file("config.ru", "run ->(env) { [200, {}, [env['rack.input'].read]] }")
                .spec()
                .with(RackOptions.THREADS, "1"));
    FakeBody body = FakeBody.open(4);
    Way first = new Way();
    first.go(FakeRequest.of("POST", "/").body(body));
    AnswerTest.await(body::isAwaited);
    List<Way> waiting = Stream.generate(Way::new).limit(50).toList();
    waiting.forEach(way -> assertThat(way.go(FakeRequest.get("/"))).isTrue());
    CompletionStage<Void> gone = instance.retire(LONG);
    AnswerTest.await(() -> waiting.stream().allMatch(way -> way.again.get() == 1));
    assertThat(waiting).allMatch(way -> !way.response.isStarted());
    assertThat(gone.toCompletableFuture()).isNotDone();
    body.feed("done");
    body.finish();
    assertThat(first.response.await(LONG).failure()).isNull();
    await(gone);
    assertThat(first.again).hasValue(0);
    assertThat(waiting).allMatch(way -> way.again.get() == 1);
  }

  @Test
  void stuckRequestIsAbortedAndThoseBehindItAreNotLeftAlone() throws Exception {
    Instance instance =
        stage.serve(
            stage
                .file("config.ru", "run ->(env) { loop { begin; sleep; ensure; sleep 1; end } }")
                .spec()
                .with(RackOptions.THREADS, "1"));
    FakeResponse stuck = stage.begin(FakeRequest.get("/"));
    AnswerTest.await(() -> Stage.fact(instance, "busy") == 1);
    List<FakeResponse> behind = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      behind.add(stage.begin(FakeRequest.get("/")));
    }
    CompletionStage<Void> gone = instance.retire(Duration.ofMillis(50));
    behind.forEach(each -> assertThat(each.await(LONG).status()).isEqualTo(503));
    assertThat(stuck.await(LONG).failure()).startsWith("aborted");
    await(gone);
  }

  @Test
  void uploadThatDoesNotComeIsAbortedAfterThePatience() throws Exception {
    Instance instance = stage.serve("run ->(env) { [200, {}, [env['rack.input'].read]] }");
    FakeBody body = FakeBody.open(4);
    FakeResponse response = stage.begin(FakeRequest.of("POST", "/").body(body));
    AnswerTest.await(body::isAwaited);
    CompletionStage<Void> gone = instance.retire(Duration.ofMillis(50));
    assertThat(response.await(LONG).failure()).startsWith("aborted");
    await(gone);
  }

  @Test
  void answerThatTheProgramStreamsIsWaitedForAndThenAborted() throws Exception {
    String rackup =
        "run ->(env) { [200, {}, ->(s) { $s = s; s.write('a');"
            + " Thread.new { sleep 0.01 until File.exist?('go'); s.close } }] }";
    Instance hasty = stage.serve(rackup);
    FakeResponse first = stage.begin(FakeRequest.get("/"));
    AnswerTest.await(() -> Stage.fact(hasty, "busy") == 0 && first.text().equals("a"));
    await(hasty.retire(Duration.ofMillis(50)));
    assertThat(first.await(LONG).failure()).startsWith("aborted");
    Instance patient = stage.serve(rackup);
    FakeResponse second = stage.begin(FakeRequest.get("/"));
    AnswerTest.await(() -> Stage.fact(patient, "busy") == 0 && second.text().equals("a"));
    CompletionStage<Void> gone = patient.retire(LONG);
    AnswerTest.await(() -> stage.handlers.isEmpty());
    assertThat(gone.toCompletableFuture()).isNotDone();
    stage.file("go", "");
    assertThat(second.await(LONG).failure()).isNull();
    await(gone);
  }

  @Test
  void interruptOfOneRequestDoesNotReachTheNext() throws Exception {
    stage.serve(
        stage
            .file(
                "config.ru",
                "run ->(env) { if env['PATH_INFO'] == '/i' then"
                    + " java.lang.Thread.currentThread.interrupt; [200, {}, []]"
                    + " else [200, {}, [env['rack.input'].read]] end }")
            .spec()
            .with(RackOptions.THREADS, "1"));
    assertThat(stage.get("/i").status()).isEqualTo(200);
    FakeBody body = FakeBody.open(2);
    FakeResponse response = stage.begin(FakeRequest.of("POST", "/").body(body));
    AnswerTest.await(body::isAwaited);
    body.feed("ok");
    body.finish();
    response.await(LONG);
    assertThat(response.text()).isEqualTo("ok");
  }

  /** A request with a way back. */
  private final class Way implements Onward {
    final AtomicInteger again = new AtomicInteger();
    final FakeResponse response = new FakeResponse();

    boolean go(FakeRequest request) {
      return stage.handlers.getLast().handle(request, response, this);
    }

    @Override
    public void proceed(Request request) {
      throw new IllegalStateException("not optional");
    }

    @Override
    public void again() {
      again.incrementAndGet();
    }
  }

  @Test
  void busyLoopIsBrokenOff() throws Exception {
    Instance instance = stage.serve("run ->(env) { loop { 1 + 1 } }");
    stage.begin(FakeRequest.get("/"));
    AnswerTest.await(() -> Stage.fact(instance, "busy") == 1);
    await(instance.retire(Duration.ofMillis(50)));
  }

  @Test
  void takenOverConnectionIsWaitedForAndThenClosed() throws Exception {
    String rackup =
        "run ->(env) { io = env['rack.hijack'].call; io.write('hi'); Thread.new { io.read }; [-1, {}, []] }";
    Instance patient = stage.serve(rackup);
    FakeResponse first = stage.begin(FakeRequest.get("/"));
    AnswerTest.await(() -> Stage.fact(patient, "hijacked") == 1);
    CompletionStage<Void> gone = patient.retire(LONG);
    Stage.raw(first).close();
    await(gone);
    Instance hasty = stage.serve(rackup);
    FakeResponse second = stage.begin(FakeRequest.get("/"));
    AnswerTest.await(() -> Stage.fact(hasty, "hijacked") == 1);
    await(hasty.retire(Duration.ofMillis(50)));
    assertThat(Stage.raw(second).isOpen()).isFalse();
    assertThat(Stage.raw(second).text()).isEqualTo("hi");
  }

  @Test
  void threadsOfTheProgramAreKilledAndAtExitRuns() throws Exception {
    Path file = directory.resolve("end.txt");
    Instance instance =
        stage.serve(
            "at_exit { File.write('end.txt', Thread.current == Thread.main ? 'main' : 'other') };"
                + " Thread.new { sleep }; run ->(env) { [200, {}, []] }");
    long began = System.nanoTime();
    await(instance.retire(LONG));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LONG);
    assertThat(file).hasContent("main");
  }

  @Test
  void threadsOfTheProgramAreWaitedForOnDemand() throws Exception {
    Instance instance =
        stage.serve(
            stage
                .file(
                    "config.ru",
                    "Thread.new { sleep 0.3; File.write('done.txt', 'x') }; run ->(env) { [200, {}, []] }")
                .spec()
                .with(RackOptions.WAIT_FOR_THREADS, "true"));
    await(instance.retire(LONG));
    assertThat(directory.resolve("done.txt")).exists();
  }

  @Test
  void startThatHangsIsBrokenOffAtItsDeadline() {
    Instance instance =
        stage.launch(stage.file("config.ru", "sleep").spec().with(RackOptions.START_TIMEOUT, "2s"));
    assertThatThrownBy(() -> ready(instance))
        .hasCauseInstanceOf(LaunchException.class)
        .hasMessageContaining("not ready within 2 s");
    assertThat(stage.adapter.instances()).isEmpty();
  }

  @Test
  void startIsBrokenOffByRetirement() throws Exception {
    Instance instance =
        stage.launch(stage.file("config.ru", "File.write('begun', ''); sleep").spec());
    AnswerTest.await(() -> Files.exists(directory.resolve("begun")));
    await(instance.retire(LONG));
    assertThatThrownBy(() -> ready(instance)).hasMessageContaining("stopped while it started");
  }

  @Test
  void requestsBeyondTheQueueAreRefused() throws Exception {
    stage.serve(
        stage
            .file("config.ru", "run ->(env) { [200, {}, [env['rack.input'].read]] }")
            .spec()
            .with(RackOptions.THREADS, "1")
            .with(RackOptions.QUEUE, "2"));
    FakeBody body = FakeBody.open(1);
    FakeResponse first = stage.begin(FakeRequest.of("POST", "/").body(body));
    AnswerTest.await(body::isAwaited);
    List<FakeResponse> more = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      more.add(stage.begin(FakeRequest.get("/")));
    }
    assertThat(more.getLast().status()).isEqualTo(503);
    assertThat(more.getLast().header("retry-after")).isEqualTo("1");
    body.feed("x");
    body.finish();
    first.await(LONG);
    assertThat(more.get(0).await(LONG).status()).isEqualTo(200);
    assertThat(more.get(1).await(LONG).status()).isEqualTo(200);
  }

  @Test
  void exceptionIsForgottenWhenItsRequestIsOver() throws Exception {
    String rackup =
        """
        run(lambda do |env|
          case env['PATH_INFO']
          when '/call' then raise 'x'
          when '/each' then [200, {}, Enumerator.new { raise 'x' }]
          when '/after' then env['rack.after_reply'] << -> { raise 'x' }
          end
          [200, {}, [$!.inspect]]
        end)
        """;
    stage.serve(stage.file("config.ru", rackup).spec().with(RackOptions.THREADS, "1"));
    for (String path : List.of("/call", "/each", "/after")) {
      stage.get(path);
      assertThat(stage.get("/").text()).as(path).isEqualTo("nil");
    }
  }

  @Test
  void warmupRequestsRunBeforeItServes() throws Exception {
    stage.serve(
        stage
            .file(
                "config.ru",
                "n = 0; run ->(env) { n += 1 if env['trajan.warmup']; [200, {}, [n.to_s]] }")
            .spec()
            .with(RackOptions.WARMUP, "/a x30")
            .with(RackOptions.WARMUP, "/b?c"));
    assertThat(stage.get("/").text()).isEqualTo("31");
  }

  @Test
  void generationsDoNotShareVariables() throws Exception {
    String rackup = "$n = (ENV['N'] = (ENV['N'].to_i + 1).to_s); run ->(env) { [200, {}, [$n]] }";
    stage.serve(rackup);
    assertThat(stage.get("/").text()).isEqualTo("1");
    stage.serve(rackup);
    assertThat(stage.get("/").text()).isEqualTo("1");
  }

  @Test
  void generationsLeaveNothingBehind() throws Exception {
    String rackup =
        """
        require 'json'
        require 'set'
        class Model; def initialize(n) = @n = n; def to_s = JSON.generate([@n]); end
        java_import java.util.ArrayList
        LIST = ArrayList.new
        Thread.new { Thread.current[:x] = 1; sleep }
        Fiber.new { Fiber.yield 1 }.resume
        at_exit { LIST.clear }
        trap('USR2') { }
        run ->(env) { LIST.add(Model.new(1)); [200, {'a' => 'b'}, [Model.new(2).to_s]] }
        """;
    List<WeakReference<Ruby>> runtimes = new ArrayList<>();
    generation(rackup, runtimes);
    long before = ownThreads();
    for (int i = 0; i < 20; i++) {
      generation(rackup, runtimes);
    }
    AnswerTest.await(() -> ownThreads() <= before);
    AnswerTest.await(
        () -> {
          System.gc();
          return runtimes.stream().allMatch(r -> r.refersTo(null));
        });
  }

  /** Without the carriers of virtual threads, which are the machine's. */
  private static long ownThreads() {
    return threads("").stream().filter(name -> !name.startsWith("ForkJoinPool")).count();
  }

  private void generation(String rackup, List<WeakReference<Ruby>> runtimes) throws Exception {
    RackInstance instance = (RackInstance) stage.serve(rackup);
    for (int i = 0; i < 60; i++) {
      assertThat(stage.get("/").text()).isEqualTo("[2]");
    }
    runtimes.add(new WeakReference<>(Objects.requireNonNull(instance.vm()).ruby()));
    await(instance.retire(LONG));
  }

  private static void ready(Instance instance) throws Exception {
    instance.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static void await(CompletionStage<Void> stage) throws Exception {
    stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private static List<String> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }
}
