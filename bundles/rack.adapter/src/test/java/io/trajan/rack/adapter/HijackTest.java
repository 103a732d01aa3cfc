package io.trajan.rack.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.testkit.FakeRawStream;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A connection in the hands of a program. */
class HijackTest {
  private static Stage stage;

  @BeforeAll
  static void serve(@TempDir Path directory) throws Exception {
    stage = new Stage(directory);
    stage.serve(
        """
        run(lambda do |env|
          code = env['HTTP_X_RUBY']
          case env['PATH_INFO']
          when '/full'
            io = env['rack.hijack'].call
            io.write((eval(code) rescue $!.class).inspect, '.')
            io.close
            [-1, {}, []]
          when '/partial' then [200, { 'x' => 'y', 'rack.hijack' => eval(code) }, []]
          else eval(code)
          end
        end)
        """);
  }

  @AfterAll
  static void end() throws Exception {
    stage.close();
  }

  private static FakeResponse begin(String path, String ruby) {
    return stage.begin(FakeRequest.get(path).header("X-Ruby", ruby));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "io.read_nonblock(5, exception: false) ~ :wait_readable",
        "io.read_nonblock(5) ~ IO::EAGAINWaitReadable",
        "io.wait_readable(0.01) ~ nil",
        "io.wait_writable(0.01).equal?(io) ~ true",
        "io.write_nonblock('') ~ 0",
        "io.write ~ 0",
        "io.sync ~ true",
        "io.flush.equal?(io) ~ true",
        "(io << '').equal?(io) ~ true",
        "io.closed? ~ false",
        "io.close_read; io.read ~ IOError",
        "env['rack.hijack'].call.equal?(io) ~ true",
        "env['rack.hijack_io'].equal?(io) ~ true",
        "IO.select([io]) ~ TypeError"
      })
  void methodBehavesLikeThatOfAnIo(String ruby, String expected) {
    FakeResponse response = begin("/full", ruby);
    response.await(Stage.PATIENCE);
    assertThat(Stage.raw(response).text()).isEqualTo(expected + ".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "io.read(2) + io.read(2) ~ \"abcd\"",
        "io.readpartial(10) ~ \"abc\"",
        "[io.gets, io.getbyte] ~ [\"abcdef\\n\", 103]",
        "b = +'old'; io.read(3, b); b ~ \"abc\"",
        "io.read ~ \"abcdef\\ng\"",
        "io.read; [io.read, io.read(1), io.eof?] ~ [\"\", nil, true]",
        "io.read; io.readpartial(1) ~ EOFError",
        "io.read; io.read_nonblock(1, exception: false) ~ nil"
      })
  void whatTheClientSendsIsRead(String ruby, String expected) {
    FakeResponse response = begin("/full", ruby);
    AnswerTest.await(() -> response.raw() != null);
    FakeRawStream raw = Stage.raw(response);
    raw.input().feed("abc");
    raw.input().feed("def\ng");
    raw.input().finish();
    response.await(Stage.PATIENCE);
    assertThat(raw.text()).isEqualTo(expected + ".");
  }

  @Test
  void partialHijackSendsTheHeadFirst() {
    FakeResponse response = begin("/partial", "->(io) { io.write('raw'); io.close }");
    response.await(Stage.PATIENCE);
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("x")).isEqualTo("y");
    assertThat(response.headers().has("rack.hijack")).isFalse();
    assertThat(Stage.raw(response).text()).isEqualTo("raw");
  }

  @Test
  void partialHijackIsRefusedWhereThereIsNone() {
    FakeRequest request = FakeRequest.get("/partial").header("X-Ruby", "->(io) { }");
    FakeResponse response = FakeResponse.to(request).withoutHijack();
    stage.handlers.getFirst().handle(request, response);
    response.await(Stage.PATIENCE);
    assertThat(response.status()).isEqualTo(500);
  }

  @Test
  void switchOfProtocolsGivesTheConnectionToTheBody() {
    FakeResponse response =
        begin("/other", "[101, {'upgrade' => 'echo'}, ->(s) { s.write(s.read(3)); s.close }]");
    AnswerTest.await(() -> response.raw() != null);
    FakeRawStream raw = Stage.raw(response);
    raw.input().feed("abc");
    response.await(Stage.PATIENCE);
    assertThat(response.header("upgrade")).isEqualTo("echo");
    assertThat(raw.text()).isEqualTo("abc");
  }

  @Test
  void exceptionInACalledBodyBreaksTheAnswerOff() {
    FakeResponse response = begin("/other", "[200, {}, ->(s) { s.write('a'); raise 'x' }]");
    assertThat(response.await(Stage.PATIENCE).failure()).startsWith("aborted");
  }

  @Test
  void exceptionAfterTheHijackClosesTheConnection() {
    FakeResponse response = begin("/other", "env['rack.hijack'].call; raise 'x'");
    response.await(Stage.PATIENCE);
    assertThat(Stage.raw(response).isOpen()).isFalse();
  }

  @Test
  void exceptionInAPartialHijackClosesTheConnection() {
    FakeResponse response = begin("/partial", "->(io) { raise 'x' }");
    response.await(Stage.PATIENCE);
    assertThat(Stage.raw(response).isOpen()).isFalse();
  }

  @Test
  void writingAfterTheClientLeftIsABrokenPipe() {
    FakeResponse response =
        begin(
            "/other",
            "[200, {}, ->(s) { begin; loop { s.write('x'); sleep 0.001 };"
                + " rescue Errno::EPIPE; $pipe = 'broken'; ensure; s.close; end }]");
    AnswerTest.await(() -> response.bytes().length > 2);
    response.disconnect();
    AnswerTest.await(
        () ->
            stage
                .answer(FakeRequest.get("/x").header("X-Ruby", "[200, {}, [$pipe.to_s]]"))
                .text()
                .equals("broken"));
  }
}
