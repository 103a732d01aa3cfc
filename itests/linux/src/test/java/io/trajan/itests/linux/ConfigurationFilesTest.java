package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.HttpSession;
import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Files in {@code etc/}: wrong ones are refused with all that is needed to mend them, and nothing
 * changes.
 */
class ConfigurationFilesTest {
  private static final Duration SOON = Duration.ofSeconds(10);
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
  void anUnknownKeyIsRefusedWithFileLineAndTheNearestKeyUntilItIsMended() throws Exception {
    Path file = product.home().resolve("etc/io.trajan.dispatch.cfg");
    Product.write(file, "# parking\ncapacty = 10\n");
    Wait.until(
        "the refusal", SOON, () -> product.tryShell("config:check").output().contains("capacty"));
    String said = product.tryShell("config:check").output();
    assertThat(said).contains("io.trajan.dispatch.cfg", "2", "capacty", "capacity");
    assertThat(product.tryShell("health:check").output()).contains("capacty");
    try (HttpSession session = new HttpSession(port)) {
      assertThat(session.get("/page.txt").status()).isEqualTo(200);
    }
    Product.write(file, "capacity = 10\n");
    Wait.until(
        "no refusal", SOON, () -> !product.tryShell("config:check").output().contains("capacty"));
  }

  @Test
  void aFileThatIsStillBeingWrittenDoesNotTakeEffect() throws Exception {
    Path file = product.home().resolve("etc/io.trajan.dispatch.cfg");
    try (var out = Files.newOutputStream(file)) {
      out.write("capaci".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      out.flush();
      assertThat(product.tryShell("config:check").output()).doesNotContain("capaci\n");
      out.write("ty = 20\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    Wait.until("in force", SOON, () -> product.shell("config:list").contains("io.trajan.dispatch"));
    assertThat(Files.readString(file)).isEqualTo("capacity = 20\n");
  }
}
