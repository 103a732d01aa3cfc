package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.HttpSession;
import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The first and the last thing a person sees. */
class StartAndStopTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void theReadyLineIsTheOnlyLineOnStandardOutputAndNamesTheVassalsAndTheirAddresses()
      throws Exception {
    int port = Product.freePort();
    try (Product product = Product.up("vassals/one.cfg", files(port))) {
      assertThat(product.ready())
          .matches("READY in \\d+ ms  vassals=1/1  http://127\\.0\\.0\\.1:" + port + "/.*\\n");
      assertThat(product.stop()).isZero();
      assertThat(product.ready().lines()).hasSize(1);
    }
  }

  @Test
  void aVassalThatCannotStartIsCountedAndExplainedAndTheOthersServe() throws Exception {
    int port = Product.freePort();
    try (Product product =
        Product.up(
            "vassals/good.cfg", files(port), "vassals/bad.cfg", "htp-socket = 127.0.0.1:1\n")) {
      assertThat(product.ready()).contains("vassals=1/2");
      assertThat(product.errors())
          .contains("bad.cfg:1")
          .contains("htp-socket")
          .contains("http-socket");
      assertThat(product.shell("vassal:why", "bad")).contains("bad.cfg:1").contains("http-socket");
    }
  }

  @Test
  void aSecondEmperorOnTheSameHomeIsRefusedWithThePidOfTheFirst() throws Exception {
    try (Product product = Product.up()) {
      Process second =
          new ProcessBuilder(
                  Product.root().resolve("trajan").toString(),
                  "up",
                  "--home",
                  product.home().toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(second.exitValue()).isNotZero();
      assertThat(said).contains(Long.toString(product.pid()));
    }
  }

  @Test
  void requestsInFlightAreAnsweredBeforeTheEmperorStops() throws Exception {
    int port = Product.freePort();
    try (Product product =
        Product.up(
            "vassals/slow.cfg",
            "http-socket = 127.0.0.1:" + port + "\nrack = ../apps/slow/config.ru\n",
            "apps/slow/config.ru",
            "run(lambda do |env|\n  File.write(File.join(__dir__, 'begun'), '')\n  sleep 1.5\n"
                + "  [200, {'content-type' => 'text/plain'}, ['late but whole']]\nend)\n")) {
      var answer =
          java.util.concurrent.CompletableFuture.supplyAsync(
              () -> {
                try (HttpSession session = new HttpSession(port)) {
                  return session.get("/").text();
                } catch (java.io.IOException e) {
                  return e.toString();
                }
              });
      Path begun = product.home().resolve("apps/slow/begun");
      Wait.until("the request", SOON, () -> Files.exists(begun));
      assertThat(product.stop()).isZero();
      assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("late but whole");
    }
  }

  @Test
  void aRequestThatWouldTakeForEverIsBrokenOffAndTheApplicationStillEndsInOrder() throws Exception {
    int port = Product.freePort();
    try (Product product =
        Product.up(
            "vassals/slow.cfg",
            "http-socket = 127.0.0.1:" + port + "\nrack = ../apps/slow/config.ru\n",
            "apps/slow/config.ru",
            "at_exit { File.write(File.join(__dir__, 'ended'), '') }\n"
                + "run(lambda do |env|\n  File.write(File.join(__dir__, 'begun'), '')\n  sleep 600\n"
                + "  [200, {'content-type' => 'text/plain'}, ['too late']]\nend)\n")) {
      Thread client =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try (HttpSession session = new HttpSession(port)) {
                      session.get("/");
                    } catch (java.io.IOException e) {
                      // As expected: nobody answers.
                    }
                  });
      Path application = product.home().resolve("apps/slow");
      Wait.until("the request", SOON, () -> Files.exists(application.resolve("begun")));
      assertThat(product.stop()).isZero();
      assertThat(application.resolve("ended")).exists();
      assertThat(client.join(SOON)).isTrue();
    }
  }

  @Test
  void aConfigurationThatCannotBeReadAtAllEndsTheStartWithStatusTwoAndTheReason() throws Exception {
    Path home = Files.createTempDirectory("trajan-itest");
    Product.write(home.resolve("etc/io.trajan.launcher.cfg"), "features = core, htpp\n");
    Process up =
        new ProcessBuilder(
                List.of(
                    Product.root().resolve("trajan").toString(), "up", "--home", home.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(up.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(up.exitValue()).isEqualTo(2);
    assertThat(said).contains("htpp").contains("http").contains("io.trajan.launcher.cfg:1");
  }

  private static String files(int port) {
    return "http-socket = 127.0.0.1:" + port + "\nstatic-map = /=../etc\n";
  }
}
