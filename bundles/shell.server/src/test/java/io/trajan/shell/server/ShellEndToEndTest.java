package io.trajan.shell.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.shell.codec.Frame;
import io.trajan.shell.codec.Frame.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The server over its real socket, with the real Gogo and Felix's real commands. */
@Timeout(60)
class ShellEndToEndTest {
  private static final int SESSIONS = 3;

  @TempDir Path home;
  private Emperor emperor;

  @BeforeEach
  void start() throws Exception {
    emperor = new Emperor(home, SESSIONS);
  }

  @AfterEach
  void stop() throws Exception {
    emperor.close();
    assertThat(shellThreads()).as("threads left").isEmpty();
    assertThat(emperor.socket).doesNotExist();
  }

  private static Set<String> shellThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(n -> n.startsWith("shell-"))
        .collect(Collectors.toSet());
  }

  private TestClient client() throws IOException {
    return new TestClient(emperor.socket);
  }

  private TestClient command(boolean json, String... words) throws IOException {
    return client().send(TestClient.hello(Mode.COMMAND, json, 0), TestClient.run(words));
  }

  static Stream<Arguments> commands() {
    return Stream.of(
        Arguments.of(
            "sample:list",
            0,
            "NAME  COUNT     SIZE  AGE\none       1  1.0 KiB  1.00 s\ntwo       2  2.0 KiB  2 m 0 s\n",
            ""),
        Arguments.of(
            "sample:list --min 2 --json",
            0,
            "[{\"name\":\"two\",\"count\":2,\"size\":2048,\"age\":120}]\n",
            ""),
        Arguments.of("sample:start shop", 0, "name   shop\ncount  0\nsize   0 B\nage    0 s\n", ""),
        Arguments.of("sample:start missing", 9, "", "sample:start: there is no vassal missing\n"),
        Arguments.of("sample:check", 1, "bad\n", ""),
        Arguments.of("sample:check --json", 1, "[\"bad\"]\n", ""),
        Arguments.of("sample:complain", 0, "", "to standard error\n"),
        Arguments.of("sample:complain --json", 0, "null\n", "to standard error\n"),
        Arguments.of("echo a; echo b", 0, "a\nb\n", ""),
        Arguments.of("echo a && sample:check && echo c", 1, "a\nbad\n", ""),
        Arguments.of("sample:check || echo rescued", 0, "bad\nrescued\n", ""),
        Arguments.of("echo a || echo b", 0, "a\n", ""),
        Arguments.of("x = (echo 7); echo $x", 0, "7\n", ""),
        Arguments.of(
            "sample:list | grep -v two | grep -i ONE", 0, "one       1  1.0 KiB  1.00 s\n", ""),
        Arguments.of(
            "sample:list --json | grep size",
            0,
            "[{\"name\":\"one\",\"count\":1,\"size\":1024,\"age\":1},{\"name\":\"two\",\"count\":2,\"size\":2048,\"age\":120}]\n",
            ""),
        Arguments.of("echo x | grep y", 1, "", ""),
        Arguments.of("exit 42", 42, "", ""),
        Arguments.of("", 0, "", ""));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandPrintsItsResultAndHasItsStatus(String line, int status, String out, String err)
      throws IOException {
    try (TestClient client = command(false, line)) {
      Frame.Exit exit = client.end();
      assertThat(client.err()).isEqualTo(err);
      assertThat(client.out()).isEqualTo(out);
      assertThat(exit).isEqualTo(new Frame.Exit(status, false, ""));
    }
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of("vassal:list", 127, "unknown command vassal:list; did you mean sample:list?"),
        Arguments.of("strat", 127, "unknown command strat; did you mean start or "),
        Arguments.of("list", 127, "unknown command list; did you mean sample:list?"),
        Arguments.of(
            "sample:list --mim 2",
            2,
            "sample:list: unknown flag --mim; did you mean --min?\nusage: sample:list [--min MIN]"),
        Arguments.of("sample:list --min x", 2, "--min: \"x\" is not a whole number"),
        Arguments.of("sample:start", 2, "expected 1 argument (VASSAL), got 0"),
        Arguments.of("sample:fail", 1, "java.lang.IllegalStateException: broken inside"),
        Arguments.of("lb --what", 2, "felix:lb: unknown flag --what"),
        Arguments.of("headers nosuch", 2, "felix:headers: no such bundle: nosuch"),
        Arguments.of("echo 'open", 2, "the line is not complete"),
        Arguments.of("echo )", 2, "syntax error"),
        Arguments.of("help nosuchthing", 127, "help: there is no command or area nosuchthing"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aFailureIsOneSentenceWithAStatus(String line, int status, String err) throws IOException {
    try (TestClient client = command(false, line)) {
      assertThat(client.end().status()).isEqualTo(status);
      assertThat(client.out()).isEmpty();
      assertThat(client.err()).contains(err).doesNotContain("\tat ");
    }
  }

  @Test
  void felixCommandsKeepTheirNames() throws IOException {
    try (TestClient client = command(false, "lb")) {
      assertThat(client.end().status()).isZero();
      assertThat(client.out()).contains("START LEVEL").contains("trajan.sample");
    }
    try (TestClient client = command(false, "start")) { // sample:start does not stand before it
      assertThat(client.end().status()).isZero();
      assertThat(client.out()).isEqualTo("Please specify the bundles to start.\n");
    }
    try (TestClient client = command(false, "headers", "trajan.sample")) {
      assertThat(client.end().status()).isZero();
      assertThat(client.out()).contains("Bundle-SymbolicName = trajan.sample");
    }
    try (TestClient client = command(true, "lb")) {
      assertThat(client.end().status()).isZero();
      assertThat(client.out()).startsWith("\"START LEVEL").endsWith("\"\n");
    }
  }

  @Test
  void helpDescribesEveryCommand() throws IOException {
    try (TestClient client = command(false, "help")) {
      assertThat(client.end().status()).isZero();
      assertThat(client.out())
          .contains("sample  Samples")
          .contains("sample:list")
          .contains("felix:update");
    }
    try (TestClient client = command(false, "help", "sample:list")) {
      assertThat(client.end().status()).isZero();
      assertThat(client.out())
          .contains(
              "sample:list  Lists rows",
              "usage\n  sample:list [--min MIN]",
              "-m, --min MIN  at least so many (default 0)")
          .contains("examples\n  sample:list --min 2");
    }
    try (TestClient client = command(false, "help update --json")) {
      assertThat(client.end().status()).isZero();
      assertThat(client.out())
          .startsWith("{\"name\":\"felix:update\"")
          .contains("\"examples\":[\"update 12\"");
    }
  }

  @Test
  void severalWordsAreTakenLiterally() throws IOException {
    try (TestClient client = command(false, "echo", "$x | ; it's", "--json")) {
      assertThat(client.end().status()).isZero();
      assertThat(client.out()).isEqualTo("\"$x | ; it's\"\n");
    }
  }

  @Test
  void binaryOutputArrivesAsItIs() throws IOException {
    try (TestClient client = command(false, "sample:bytes")) {
      assertThat(client.end().status()).isZero();
      byte[] seen = client.out.toByteArray();
      assertThat(seen).hasSize(256);
      for (int i = 0; i < 256; i++) {
        assertThat(seen[i] & 0xff).isEqualTo(i);
      }
    }
  }

  @Test
  void aScriptStopsAtItsFirstFailure() throws IOException {
    try (TestClient client =
        client()
            .input(
                "echo one\n\n# not gogo's\nx = {\n  echo two\n}\nx\nsample:check\necho never\n")) {
      client.send(TestClient.hello(Mode.SCRIPT, false, 0));
      assertThat(client.end().status()).isEqualTo(1);
      assertThat(client.out()).isEqualTo("one\ntwo\nbad\n");
    }
    try (TestClient client = client().input("echo { unfinished")) {
      client.send(TestClient.hello(Mode.SCRIPT, false, 0));
      assertThat(client.end().status()).isEqualTo(2);
      assertThat(client.err()).contains("not complete");
    }
  }

  @Test
  void aCommandReadsTheInputOfItsClient() throws IOException {
    try (TestClient client = client().input("alpha\nbeta\ngamma\n")) {
      client.send(TestClient.hello(Mode.COMMAND, false, 0), TestClient.run("grep", "m"));
      assertThat(client.end().status()).isZero();
      assertThat(client.out()).isEqualTo("gamma\n");
    }
  }

  @Test
  void anInterruptEndsTheCommand() throws Exception {
    try (TestClient client = command(false, "sample:sleep")) {
      assertThat(emperor.sample.started.await(10, TimeUnit.SECONDS)).isTrue();
      client.send(new Frame.Interrupt());
      assertThat(client.end().status()).isEqualTo(130);
      assertThat(emperor.sample.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aClientThatGoesAwayEndsItsCommand() throws Exception {
    TestClient client = command(false, "sample:sleep");
    assertThat(emperor.sample.started.await(10, TimeUnit.SECONDS)).isTrue();
    client.close();
    assertThat(emperor.sample.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aClientThatDoesNotReadStopsTheCommandAndCanStillInterruptIt() throws Exception {
    try (TestClient client = command(false, "sample:flood")) {
      assertThat(emperor.sample.started.await(10, TimeUnit.SECONDS)).isTrue();
      client.send(new Frame.Interrupt());
      assertThat(emperor.sample.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(client.end().status()).isEqualTo(130);
    }
  }

  @Test
  void oneSessionTooManyIsRefused() throws IOException {
    List<TestClient> open = new ArrayList<>();
    for (int i = 0; i < SESSIONS; i++) {
      open.add(client().send(TestClient.hello(Mode.INTERACTIVE, false, 80)).until("trajan> "));
    }
    try (TestClient tooMany = client()) {
      Frame.Exit exit = tooMany.end();
      assertThat(exit.status()).isEqualTo(1);
      assertThat(exit.message())
          .isEqualTo("3 sessions are open already (sessions.max of io.trajan.shell.server)");
    }
    for (TestClient client : open) {
      client.type("\004");
      assertThat(client.end()).isEqualTo(new Frame.Exit(0, false, ""));
      client.close();
    }
  }

  @Test
  void badFramesAreRefusedInWords() throws IOException {
    try (TestClient client =
        client().raw("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))) {
      assertThat(client.end().message()).startsWith("protocol: byte 0 of a frame: found type 71");
    }
    try (TestClient client = client().send(new Frame.End())) {
      assertThat(client.end().message()).isEqualTo("protocol: expected Hello, got End");
    }
    try (TestClient client = client()) {
      client.send(new Frame.Hello(9, Mode.COMMAND, false, false, 0, 0, "", "/"));
      assertThat(client.end().message()).contains("version 9, this emperor speaks 1");
    }
    try (TestClient client = command(false, "sample:sleep")) {
      client.send(new Frame.Input(new byte[] {'x'}));
      assertThat(client.end().message()).isEqualTo("protocol: input that was not asked for");
    }
  }

  @Test
  void garbageHurtsNobodyElse() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      byte[] bytes = new byte[random.nextInt(300) + 1];
      random.nextBytes(bytes);
      bytes[0] = (byte) (1 + random.nextInt(6));
      try (TestClient client = client().raw(bytes)) {
        // Gone again, whatever it meant.
      }
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!emperor.server().sessions().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(emperor.server().sessions()).as("seed %s", seed).isEmpty();
    try (TestClient client = command(false, "echo fine")) {
      assertThat(client.end().status()).isZero();
    }
  }

  @Test
  void aPersonTypesCompletesInterruptsAndLeaves() throws Exception {
    try (TestClient client = client().send(TestClient.hello(Mode.INTERACTIVE, false, 80))) {
      client.until("trajan> ").take();
      client.type("sample:li\t").until("sample:list ");
      client.type("\r").until("2 m 0 s").until("trajan> ").take();
      client.type("sample:start missing\r").until("there is no vassal missing\r\n").until("[9] ");
      client.take();
      client.type("sample:sleep\r");
      assertThat(emperor.sample.started.await(10, TimeUnit.SECONDS)).isTrue();
      client.type("\003").until("[130] ").take();
      client.type("half a li\003").until("trajan> ").take();
      client.send(new Frame.Resize(20, 10));
      client.type("sample:list\r").until("name   one\r\n").take(); // too narrow for a table
      client.type("exit 5\r");
      assertThat(client.end()).isEqualTo(new Frame.Exit(5, false, ""));
    }
    Path history = home.resolve("data/shell/history-" + System.getProperty("user.name"));
    assertThat(Files.readString(history)).contains("sample:list").contains("exit 5");
  }

  @Test
  void aTerminalThatCanNothingIsServedToo() throws IOException {
    try (TestClient client = client()) {
      client.send(new Frame.Hello(1, Mode.INTERACTIVE, false, true, 0, 0, "dumb", "/"));
      client.until("trajan> ").type("echo plain\r").until("plain\r\n").take();
      client.type("\004");
      assertThat(client.end().status()).isZero();
    }
  }

  @Test
  void whenTheServerIsReplacedPeopleAreToldAndCommandsEnd() throws Exception {
    try (TestClient person =
            client().send(TestClient.hello(Mode.INTERACTIVE, false, 80)).until("trajan> ");
        TestClient command = command(false, "sample:sleep")) {
      assertThat(emperor.sample.started.await(10, TimeUnit.SECONDS)).isTrue();
      emperor.replaceServer(SESSIONS);
      assertThat(person.end())
          .isEqualTo(new Frame.Exit(0, true, "the shell was stopped or replaced"));
      assertThat(command.end())
          .isEqualTo(new Frame.Exit(75, false, "the shell was stopped or replaced"));
    }
    try (TestClient client = command(false, "echo again")) {
      assertThat(client.end().status()).isZero();
    }
  }
}
