package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.HttpSession;
import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files in {@code vassals/} come, change, break and go while the emperor runs. */
class VassalFilesTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static Product product;

  @BeforeAll
  static void up() throws Exception {
    product = Product.up("www/a/page.txt", "from a\n", "www/b/page.txt", "from b\n");
  }

  @AfterAll
  static void down() throws Exception {
    product.close();
  }

  @Test
  void aFileThatAppearsServesAndOneThatIsDeletedStops() throws Exception {
    int port = Product.freePort();
    Path file = vassal("comes", "http-socket = 127.0.0.1:" + port + "\nstatic-map = /=../www/a\n");
    Wait.until("serving", SOON, () -> page(port).equals("from a\n"));
    Files.delete(file);
    Wait.until("refusing connections", SOON, () -> refuses(port));
    assertThat(product.shell("vassal:list")).doesNotContain("comes");
  }

  @Test
  void aChangedFileReloadsOnTheSameConnection() throws Exception {
    int port = Product.freePort();
    vassal("changes", "http-socket = 127.0.0.1:" + port + "\nstatic-map = /=../www/a\n");
    Wait.until("serving", SOON, () -> page(port).equals("from a\n"));
    try (HttpSession session = new HttpSession(port)) {
      assertThat(session.get("/page.txt").text()).isEqualTo("from a\n");
      vassal("changes", "http-socket = 127.0.0.1:" + port + "\nstatic-map = /=../www/b\n");
      Wait.until("the new root", SOON, () -> session.get("/page.txt").text().equals("from b\n"));
      assertThat(session.connections()).isEqualTo(1);
    }
  }

  @Test
  void aBrokenChangeLeavesTheOldOneServingAndSaysWhyWithAllFaults() throws Exception {
    int port = Product.freePort();
    vassal("breaks", "http-socket = 127.0.0.1:" + port + "\nstatic-map = /=../www/a\n");
    Wait.until("serving", SOON, () -> page(port).equals("from a\n"));
    vassal("breaks", "http-socket = nonsense:port\nstatic-mop = /=../www/a\n");
    Wait.until(
        "the refusal", SOON, () -> product.shell("vassal:why", "breaks").contains("breaks.cfg:2"));
    assertThat(product.shell("vassal:why", "breaks"))
        .contains(
            "breaks.cfg:1",
            "http-socket",
            "nonsense:port",
            "breaks.cfg:2",
            "static-mop",
            "static-map");
    assertThat(page(port)).isEqualTo("from a\n");
  }

  @Test
  void anAddressInUseIsToldWithItsAddress() throws Exception {
    try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      vassal(
          "taken",
          "http-socket = 127.0.0.1:" + taken.getLocalPort() + "\nstatic-map = /=../www/a\n");
      Wait.until(
          "the reason",
          SOON,
          () -> product.shell("vassal:why", "taken").contains("127.0.0.1:" + taken.getLocalPort()));
    }
  }

  private static Path vassal(String name, String text) throws IOException {
    Path file = product.home().resolve("vassals/" + name + ".cfg");
    Product.write(file, text);
    return file;
  }

  private static String page(int port) throws IOException {
    try (HttpSession session = new HttpSession(port)) {
      return session.get("/page.txt").text();
    }
  }

  private static boolean refuses(int port) {
    try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
