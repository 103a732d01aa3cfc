package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.HttpSession;
import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Connections and listening sockets survive the update of every part but the one that reads them.
 */
class HotDeployTest {
  private static Product product;
  private static int port;

  @BeforeAll
  static void up() throws Exception {
    port = Product.freePort();
    product =
        Product.up(
            "www/page.txt",
            "page\n",
            "vassals/www.cfg",
            "http-socket = 127.0.0.1:" + port + "\nstatic-map = /=../www\n");
  }

  @AfterAll
  static void down() throws Exception {
    product.close();
  }

  @Test
  void aKeptConnectionSurvivesTheUpdateOfEveryBundleButTheHttpServer() throws Exception {
    try (HttpSession session = new HttpSession(port)) {
      assertThat(session.get("/page.txt").text()).isEqualTo("page\n");
      for (String bundle :
          new String[] {
            "request.dispatch",
            "vassal.emperor",
            "files.server",
            "config.files",
            "foreign.jnr",
            "deploy",
            "shell"
          }) {
        product.shell("update", "trajan." + bundle);
        assertThat(session.get("/page.txt").text()).as(bundle).isEqualTo("page\n");
      }
      assertThat(session.connections()).isEqualTo(1);
    }
  }

  @Test
  void connectionsMadeWhileTheHttpServerIsStoppedWaitAndAreAnswered() throws Exception {
    String id = id("trajan.http.server");
    product.shell("stop", id);
    try (Socket waiting = new Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
      waiting.setSoTimeout(20_000);
      waiting
          .getOutputStream()
          .write(
              "GET /page.txt HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      product.shell("start", id);
      String answer =
          new String(waiting.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("page\n");
    }
  }

  @Test
  void aTruncatedJarIsRefusedAndNamedAndTheOldOneGoesOn() throws Exception {
    Path jar = bundle("trajan.files.server");
    byte[] whole = Files.readAllBytes(jar);
    Path dropped = product.home().resolve("deploy/broken.jar");
    Files.createDirectories(dropped.getParent());
    Path aside = product.home().resolve("broken.part");
    Files.write(aside, java.util.Arrays.copyOf(whole, whole.length / 2));
    Files.move(aside, dropped);
    Wait.until(
        "the refusal",
        Duration.ofSeconds(10),
        () -> product.shell("deploy:list").contains("broken.jar"));
    assertThat(product.tryShell("health:check").output()).contains("broken.jar");
    try (HttpSession session = new HttpSession(port)) {
      assertThat(session.get("/page.txt").text()).isEqualTo("page\n");
    }
    Files.delete(dropped);
    Wait.until(
        "healthy again",
        Duration.ofSeconds(10),
        () -> !product.tryShell("health:check").output().contains("broken.jar"));
  }

  private static String id(String bundle) throws Exception {
    return product
        .shell("lb")
        .lines()
        .filter(line -> line.contains(bundle))
        .map(line -> line.split("\\|", 2)[0].strip())
        .findFirst()
        .orElseThrow();
  }

  private static Path bundle(String name) throws Exception {
    try (var files = Files.walk(Product.root().resolve("bundles"))) {
      return files
          .filter(
              f ->
                  f.getFileName().toString().startsWith(name)
                      && f.toString().endsWith(".jar")
                      && !f.toString().contains("sources"))
          .findFirst()
          .orElseThrow();
    }
  }
}
