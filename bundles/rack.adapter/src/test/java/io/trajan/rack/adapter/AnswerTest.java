package io.trajan.rack.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.testkit.FakeBody;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of what an application returns; each test brings its application in a field. */
class AnswerTest {
  private static Stage stage;
  @TempDir static Path directory;

  @BeforeAll
  static void serve() throws Exception {
    stage = new Stage(directory);
    stage.serve(
        """
        $seen = Queue.new
        class Body
          def initialize(*chunks) = @chunks = chunks
          def each = @chunks.each { |c| c.is_a?(Exception) ? raise(c) : yield(c) }
          def close = $seen << 'closed'
        end
        class Filed < Body
          def initialize(path, *chunks) = (@path = path; super(*chunks))
          def to_path = @path
        end
        run ->(env) { eval(env['HTTP_X_RUBY'].dup.force_encoding('UTF-8')) }
        """);
  }

  @AfterAll
  static void end() throws Exception {
    stage.close();
  }

  private static FakeRequest asked(String method, String ruby) {
    return FakeRequest.of(method, "/").header("X-Ruby", ruby);
  }

  private static FakeResponse answer(String ruby) {
    return stage.answer(asked("GET", ruby));
  }

  private static @Nullable String failure(FakeResponse response) {
    return Objects.requireNonNull(response.outcome()).failure();
  }

  /** What the program noted since the last look. */
  private static String seen() {
    await(AnswerTest::stageIsIdle);
    return seenNow();
  }

  private static String seenNow() {
    return answer("[200, {}, [Array.new($seen.size) { $seen.pop }.join(' ')]]").text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[200, {}, []] | 200 | ''",
        "[200, {}, ['a']] | 200 | a",
        "[201, {}, ['a', 'b', '', 'c']] | 201 | abc",
        "[200, {}, ['x' * 20_000, 'y' * 20_000]] | 200 | LONG",
        "['404', {}, ['a']] | 404 | a",
        "[200, {}, Body.new] | 200 | ''",
        "[200, {}, Body.new('a', '', 'b')] | 200 | ab",
        "[200, {'content-length' => '2'}, Body.new('ab')] | 200 | ab",
        "[200, {'content-length' => '2'}, Body.new('a', 'b')] | 200 | ab",
        "[204, {}, Body.new('a')] | 204 | ''",
        "[304, {}, ['a']] | 304 | ''",
        "[200, {}, %w[a b].each] | 200 | ab",
        "[200, [['x', 'y']], ['a']] | 200 | a",
        "[200, {}, ->(s) { s.write('a', 'b'); s << 'c'; s.close }] | 200 | abc",
        "[200, {}, ->(s) { Thread.new { sleep 0.01; s.write('late'); s.close } }] | 200 | late"
      })
  void bodyIsSent(String ruby, int status, String text) {
    FakeResponse response = answer(ruby);
    assertThat(response.status()).isEqualTo(status);
    String expected = "LONG".equals(text) ? "x".repeat(20_000) + "y".repeat(20_000) : text;
    assertThat(response.text()).isEqualTo(expected);
    assertThat(failure(response)).isNull();
    seen();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'X-Upper' => 'a'} | x-upper: a",
        "{'x' => ['a', 'b']} | x: a;x: b",
        "{'set-cookie' => \"a=1\\nb=2\"} | set-cookie: a=1;set-cookie: b=2",
        "{'x' => 5, 'y' => :z, 'n' => nil} | x: 5;y: z",
        "{sym: 'a'} | sym: a",
        "{'x' => ''} | x: ",
        "{'rack.secret' => 'a', 'status' => '5', 'x' => 'b'} | x: b",
        "{'x' => \"caf\\u00e9\"} | x: caf\u00c3\u00a9"
      })
  void headersAreSent(String headers, String expected) {
    FakeResponse response = answer("[200, " + headers + ", []]");
    StringBuilder found = new StringBuilder();
    response
        .headers()
        .forEach((n, v) -> found.append(found.isEmpty() ? "" : ";").append(n + ": " + v));
    assertThat(found.toString()).isEqualToIgnoringWhitespace(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nil",
        "[]",
        "[200, {}]",
        "[200, {}, [], 1]",
        "'text'",
        "[nil, {}, []]",
        "[99, {}, []]",
        "[1000, {}, []]",
        "['ok', {}, []]",
        "[200, nil, []]",
        "[200, 5, []]",
        "[200, [1], []]",
        "[200, {nil => 'a'}, []]",
        "[200, {'a b' => 'c'}, []]",
        "[200, {'' => 'c'}, []]",
        "[200, {'a' => Object.new}, []]",
        "[200, {'a' => \"b\\rc\"}, []]",
        "[200, {'a' => \"b\\0c\"}, []]",
        "[200, {'content-length' => 'x'}, []]",
        "[200, {}, nil]",
        "[200, {}, 'text']",
        "[200, {}, Object.new]",
        "[200, {}, [nil]]",
        "[200, {}, ['a', :b]]",
        "[200, {}, Body.new(5)]",
        "raise 'no'",
        "raise Exception, 'no'",
        "exit",
        "exit!",
        "abort 'no'",
        "throw :async",
        "no_such_method",
        "def f = f(); f",
        "[200, {}, Body.new(RuntimeError.new('before the first chunk'))]",
        "Thread.current.kill",
        "Thread.exit",
        "exec 'true'",
        "fork",
        "Process.exec 'true'"
      })
  void whatIsNoAnswerBecomesA500AndTheNextRequestIsAnswered(String ruby) {
    FakeResponse response = answer(ruby);
    assertThat(response.status()).isEqualTo(500);
    assertThat(response.text()).isEqualTo("Internal Server Error\n");
    assertThat(failure(response)).isNull();
    assertThat(answer("[200, {}, ['alive']]").text()).isEqualTo("alive");
    seen();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[200, {}, Body.new('a')] | closed",
        "[200, {}, Body.new] | closed",
        "[204, {}, Body.new('a')] | closed",
        "[200, {'content-length' => '1'}, Body.new('a')] | closed",
        "[200, {'a b' => 'c'}, Body.new('a')] | closed",
        "[nil, {}, Body.new('a')] | closed",
        "[200, {}, Body.new(RuntimeError.new('x'))] | closed",
        "[200, {}, Body.new('a', RuntimeError.new('x'))] | closed",
        "[200, {}, Filed.new('/etc/hostname')] | closed",
        "env['rack.hijack'].call.close; [-1, {}, Body.new('a')] | closed"
      })
  void bodyIsClosedOnceOnEveryWay(String ruby, String expected) {
    seen();
    answer(ruby);
    assertThat(seen()).isEqualTo(expected);
  }

  @Test
  void bodyIsClosedOnceForHead() {
    seen();
    FakeResponse response = stage.answer(asked("HEAD", "[200, {'x' => 'y'}, Body.new('a')]"));
    assertThat(response.header("x")).isEqualTo("y");
    assertThat(seen()).isEqualTo("closed");
  }

  @Test
  void exceptionAfterTheFirstChunkBreaksTheAnswerOff() {
    FakeResponse response = answer("[200, {}, Body.new('a', RuntimeError.new('x'))]");
    assertThat(response.text()).isEqualTo("a");
    assertThat(failure(response)).startsWith("aborted");
    seen();
  }

  @Test
  void fileIsSentByItsPath() throws Exception {
    stage.file("f.txt", "0123456789");
    String path = "'" + stage.path("f.txt") + "'";
    FakeResponse whole = answer("[200, {}, Filed.new(" + path + ", 'unused')]");
    assertThat(whole.text()).isEqualTo("0123456789");
    assertThat(whole.files()).isEqualTo(1);
    assertThat(whole.header("content-length")).isEqualTo("10");
    FakeResponse part = answer("[206, {'content-length' => '3'}, Filed.new(" + path + ", '456')]");
    assertThat(part.text()).isEqualTo("456");
    assertThat(part.files()).isZero();
    FakeResponse absent = answer("[200, {}, Filed.new('/no/such/file', 'other')]");
    assertThat(absent.text()).isEqualTo("other");
    assertThat(answer("[200, {}, Filed.new(nil, 'nil')]").text()).isEqualTo("nil");
    seen();
  }

  @Test
  void chunkThatIsChangedAfterwardsWasSentAsItWas() {
    FakeResponse small =
        answer("[200, {}, Enumerator.new { |y| s = +'abc'; y << s; s.replace('xyz'); y << s }]");
    assertThat(small.text()).isEqualTo("abcxyz");
    FakeResponse large =
        answer(
            "[200, {}, Enumerator.new { |y| s = 'a' * 5000; y << s; s.clear; s << 'b' * 5000; y << s }]");
    assertThat(large.text()).isEqualTo("a".repeat(5000) + "b".repeat(5000));
  }

  @Test
  void slowClientHoldsTheProgramBack() throws Exception {
    FakeRequest request =
        asked(
            "GET", "[200, {}, Enumerator.new { |y| 5.times { |i| $seen << i; y << 'x' * 100 } }]");
    FakeResponse response = FakeResponse.to(request);
    response.stall(150);
    stage.handlers.getFirst().handle(request, response);
    StringBuilder begun = new StringBuilder();
    try {
      // Two chunks are above the mark, the third is begun and waits.
      await(() -> begun.append(seenNow()).toString().replace(" ", "").equals("012"));
      assertThat(response.bytes()).hasSize(200);
    } finally {
      response.drain();
    }
    response.await(Stage.PATIENCE);
    assertThat(response.bytes()).hasSize(500);
    seen();
  }

  @Test
  void endlessBodyEndsWhenTheClientLeaves() throws Exception {
    FakeRequest request =
        asked(
            "GET",
            "[200, {}, Enumerator.new { |y| begin; loop { y << 'x'; sleep 0.001 } ;"
                + " ensure; $seen << 'ended'; end }]");
    FakeResponse response = stage.begin(request);
    await(() -> response.bytes().length > 3);
    response.disconnect();
    assertThat(seen()).isEqualTo("ended");
  }

  @Test
  void afterwardsIsCalled() {
    answer(
        "env['rack.after_reply'] << -> { $seen << 'reply' };"
            + "env['rack.response_finished'] << ->(e, s, h, x) { $seen << \"first #{s} #{h['a']} #{x.inspect}\" };"
            + "env['rack.response_finished'] << ->(e, *) { raise 'x' };"
            + "env['rack.response_finished'] << ->(e, *) { $seen << 'last' };"
            + "[200, {'a' => 'b'}, []]");
    assertThat(seen()).isEqualTo("last first 200 b nil reply");
    answer("env['rack.response_finished'] << ->(e, s, h, x) { $seen << x.message }; raise 'oops'");
    assertThat(seen()).isEqualTo("oops");
  }

  @Test
  void earlyHintsAreInterimAnswers() {
    FakeResponse response =
        answer("env['rack.early_hints'].call('link' => '</a.css>; rel=preload'); [200, {}, []]");
    assertThat(response.interims()).containsExactly(103);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "then { |x| x.read << 'zz'; x.rewind; x.read } ~ 'abcdef'",
        "then { |x| x.read.upcase!; x.rewind; x.read(99) } ~ 'abcdef'",
        "then { |x| b = +''; x.read(99, b); b.upcase!; x.rewind; x.read } ~ 'abcdef'",
        "then { |x| x.read; x.read(1).inspect + x.read.inspect } ~ 'nil\"\"'"
      })
  void inputThatCameInOnePieceIsReadAgainAsItCame(String expression, String expected) {
    FakeRequest request =
        asked("POST", "i = env['rack.input']; r = i." + expression + "; [200, {}, [r.to_s]]")
            .body("abcdef");
    assertThat(stage.answer(request).text()).isEqualTo(expected.replace("'", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "read ~ 'abcdef'",
        "read(4) + '-' + i.read(4) + '-' + i.read(4).inspect ~ 'abcd-ef-nil'",
        "read(0) ~ ''",
        "read(100) ~ 'abcdef'",
        "read(4, +'old') ~ 'abcd'",
        "then { |x| b = +'old'; x.read(4, b); b } ~ 'abcd'",
        "then { |x| b = +'old'; x.read(6); [x.read(1, b), b].inspect } ~ [nil, \"\"]",
        "then { |x| x.read; [x.read, x.read(1), x.gets, x.eof?].inspect } ~ [\"\", nil, nil, true]",
        "readpartial(100) ~ 'abc'",
        "read.encoding.to_s ~ 'BINARY'",
        "size.to_s ~ '6'",
        "then { |x| x.read(2); x.rewind; x.read } ~ 'abcdef'",
        "then { |x| x.gets; x.rewind; x.read(3) } ~ 'abc'",
        "then { |x| begin; x.read(-1); rescue ArgumentError => e; e.class.to_s; end } ~ 'ArgumentError'"
      })
  void inputIsRead(String expression, String expected) {
    FakeRequest request =
        asked("POST", "i = env['rack.input']; r = i." + expression + "; [200, {}, [r.to_s]]")
            .body("abc", "def");
    String text = stage.answer(request).text();
    assertThat(text.replace("ASCII-8BIT", "BINARY")).isEqualTo(expected.replace("'", ""));
  }

  @Test
  void inputThatComesLateIsWaitedFor() throws Exception {
    FakeBody body = FakeBody.open(-1);
    FakeRequest request = asked("POST", "[200, {}, [env['rack.input'].read]]").body(body);
    FakeResponse response = stage.begin(request);
    await(body::isAwaited);
    body.feed("one ");
    await(body::isAwaited);
    body.feed("two");
    body.finish();
    response.await(Stage.PATIENCE);
    assertThat(response.text()).isEqualTo("one two");
  }

  @Test
  void inputThatFailsIsRaised() {
    FakeBody body = FakeBody.open(10);
    FakeRequest request =
        asked(
                "POST",
                "begin; env['rack.input'].read; rescue IOError => e; [200, {}, [e.message]]; end")
            .body(body);
    FakeResponse response = stage.begin(request);
    await(body::isAwaited);
    body.fail(new IOException("gone"));
    response.await(Stage.PATIENCE);
    assertThat(response.text()).isEqualTo("gone");
  }

  @Test
  void timeoutOfRubyEndsAWait() {
    FakeRequest request =
        asked(
                "POST",
                "require 'timeout'; begin; Timeout.timeout(0.05) { env['rack.input'].read };"
                    + " rescue Timeout::Error; [200, {}, ['timed out']]; end")
            .body(FakeBody.open(10));
    assertThat(stage.answer(request).text()).isEqualTo("timed out");
  }

  private static boolean stageIsIdle() {
    return Stage.fact(stage.adapter.instances().iterator().next(), "busy") == 0;
  }

  static void await(java.util.function.BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not come to that within 20 s");
      }
      LockSupport.parkNanos(200_000);
    }
  }
}
