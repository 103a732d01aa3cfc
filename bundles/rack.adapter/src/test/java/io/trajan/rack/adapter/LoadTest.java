package io.trajan.rack.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.trajan.testkit.FakeRequest;
import io.trajan.vassal.Instance;
import io.trajan.vassal.Journey;
import io.trajan.vassal.LaunchException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens while an application is loaded. */
class LoadTest {
  @TempDir Path directory;
  private Stage stage;

  @BeforeEach
  void open() {
    stage = new Stage(directory);
  }

  @AfterEach
  void close() throws Exception {
    stage.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "run ~ config.ru has neither run nor map",
        "run 5 ~ the application is a Integer, which has no call method",
        "x = 1⏎run(( ~ config.ru:2",
        "x = 1⏎raise 'broken' ~ config.ru:2: broken (RuntimeError)",
        "⏎⏎require 'no/such/thing' ~ config.ru:3: cannot load such file -- no/such/thing (LoadError)",
        "⏎require_relative 'gone' ~ config.ru:2",
        "gem 'no-such-gem' ~ config.ru:1: Could not find 'no-such-gem'",
        "exit ~ config.ru:1: exit (SystemExit)",
        "exit! ~ exit",
        "def f = f()⏎f ~ without end",
        "use String⏎run ->(e) {} ~ TypeError",
        "map('x') { run ->(e) {} } ~ a path begins with /"
      })
  void faultNamesPlaceAndCause(String rackup, String expected) {
    LaunchException failure = failure(rackup.replace('⏎', '\n'));
    assertThat(failure.reason()).containsIgnoringCase(expected);
    assertThat(stage.adapter.instances()).isEmpty();
    assertThat(stage.handlers).isEmpty();
  }

  @Test
  void missingLibraryHasARemedy() {
    assertThat(failure("require 'no/such/thing'").remedy())
        .contains("rb-gem-path")
        .contains("gemfile");
  }

  @Test
  void journeyTellsTheSteps() {
    stage.file("config.ru", "raise 'broken'");
    Instance instance = stage.launch(stage.spec());
    assertThat(catchThrowable(() -> ready(instance))).isNotNull();
    Journey journey = instance.launch().journey();
    assertThat(journey.steps())
        .extracting(Journey.Step::name)
        .first()
        .asString()
        .startsWith("boot JRuby");
    assertThat(Objects.requireNonNull(journey.failure()).name())
        .isEqualTo("load " + stage.path("config.ru"));
  }

  @Test
  void failingWarmupKeepsItFromServing() {
    stage.file("config.ru", "run ->(env) { raise 'cold' }");
    Instance instance = stage.launch(stage.spec().with(RackOptions.WARMUP, "/ x2"));
    assertThat(catchThrowable(() -> ready(instance)).getCause())
        .hasMessageContaining("2 warm-up requests failed");
  }

  @Test
  void wordsOfTheBuilderAreUnderstood() throws Exception {
    stage.file("lib.rb", "LIB = 'lib'");
    stage.serve(
        """
        # frozen_string_literal: true
        #\\ -p 9292
        require_relative 'lib'
        class Add
          def initialize(app, text, suffix: '', &block) = (@app = app; @text = text; @suffix = suffix; @block = block)
          def call(env) = @app.call(env).tap { |r| r[2] = [@text, *r[2], @suffix, @block.call] }
        end
        use(Add, '<', suffix: '>') { '!' }
        map('/a') { use(Add, '(') { ')' }; run ->(env) { [200, {}, [env['SCRIPT_NAME'], ' ', env['PATH_INFO']]] } }
        map('/a/b') { run ->(env) { [200, {}, ['deep ', env['SCRIPT_NAME'], ' ', env['PATH_INFO']]] } }
        map('http://other.example/') { run ->(env) { [200, {}, ['other']] } }
        warmup { |app| $warm = app.call({ 'PATH_INFO' => '/a', 'SCRIPT_NAME' => '' })[0] }
        run { |env| [200, {}, [LIB, 'x'.frozen?.to_s, $warm.to_s, Dir.pwd, __FILE__, ENV['RACK_ENV']]] }
        __END__
        this is not ruby
        """);
    assertThat(stage.get("/").text())
        .isEqualTo("<libtrue200" + directory + stage.path("config.ru") + "production>!");
    assertThat(stage.get("/a").text()).isEqualTo("<(/a )>!");
    assertThat(stage.get("/a/x").text()).isEqualTo("<(/a /x)>!");
    assertThat(stage.get("/a/b/c").text()).isEqualTo("<deep /a/b /c>!");
    assertThat(stage.get("/ab").text()).startsWith("<libtrue");
    assertThat(stage.answer(FakeRequest.get("/").authority("other.example")).text())
        .isEqualTo("<other>!");
  }

  @Test
  void frozenApplicationIsFrozen() throws Exception {
    stage.serve(
        "freeze_app\nrun(APP = Class.new { def call(env) = [200, {}, [frozen?.to_s]] }.new)");
    assertThat(stage.get("/").text()).isEqualTo("true");
  }

  @Test
  void environmentDirectoryLibrariesAndRequiresAreThoseOfTheOptions() throws Exception {
    stage.file("libs/mine.rb", "MINE = 'mine'").file("work/here", "");
    stage.serve(
        stage
            .file(
                "config.ru",
                "run ->(e) { [200, {}, [MINE, ' ', ENV['A'], ' ', ENV.key?('PATH').to_s, ' ',"
                    + " File.exist?('here').to_s, ' ', ENV['RACK_ENV']]] }")
            .spec()
            .with(RackOptions.LIB, "libs")
            .with(RackOptions.REQUIRES.get(1), "mine")
            .with(RackOptions.CHDIR, "work")
            .with(RackOptions.ENV, "A=b=c")
            .with(RackOptions.ENV, "PATH")
            .with(RackOptions.RACK_ENV, "staging"));
    assertThat(stage.get("/").text()).isEqualTo("mine b=c false true staging");
  }

  @Test
  void bundlerSetsUpTheGemfile() throws Exception {
    Debian.assume("rack");
    stage.file("Gemfile", "source 'https://rubygems.org'\ngem 'rack'\n");
    stage.serve(
        "run ->(env) { [200, {'Content-Type' => 'a/b'}, [self.class.name, ' ', Rack.release]] }");
    assertThat(stage.get("/").text()).startsWith("Rack::Builder 2.2.");
  }

  @Test
  void missingGemOfAGemfileIsNamed() {
    stage.file("Gemfile", "source 'https://rubygems.org'\ngem 'no-such-gem'\n");
    LaunchException failure = failure("run ->(env) { [200, {}, []] }");
    assertThat(failure.reason()).contains("no-such-gem");
    assertThat(failure.remedy()).contains("bundle install");
  }

  @Test
  void gemIsFoundWithoutAskingForGems() throws Exception {
    Debian.assume("rack");
    stage.serve("run ->(env) { [200, {}, [Rack::Utils.escape('a b'), ' ', defined?(Gem)]] }");
    assertThat(stage.get("/").text()).isEqualTo("a+b constant");
  }

  @Test
  void faultsOfTheFileAreFoundBeforehand() {
    assertThat(stage.adapter.check(stage.spec()))
        .extracting(Object::toString)
        .anySatisfy(f -> assertThat(f).contains("config.ru does not exist"));
  }

  private LaunchException failure(String rackup) {
    stage.file("config.ru", rackup);
    Instance instance = stage.launch(stage.spec());
    Throwable failure = catchThrowable(() -> ready(instance)).getCause();
    if (failure instanceof LaunchException known) {
      return known;
    }
    throw new AssertionError("not a LaunchException", failure);
  }

  private static void ready(Instance instance) throws Exception {
    instance.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
