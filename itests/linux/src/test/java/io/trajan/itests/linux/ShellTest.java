package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shell as a person meets it, over the control socket. */
class ShellTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static Product product;

  @BeforeAll
  static void up() throws Exception {
    product = Product.up();
  }

  @AfterAll
  static void down() throws Exception {
    product.close();
  }

  @Test
  void theControlSocketComesBackWhenItsFileIsRemoved() throws Exception {
    Path socket = product.home().resolve("run/shell.sock");
    for (int i = 0; i < 3; i++) {
      Files.delete(socket);
      Wait.until("the socket", PATIENCE, () -> Files.exists(socket));
      assertThat(product.shell("echo", "here")).contains("here");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
  }

  @Test
  void aBundleThatCannotBeInstalledFailsTheLineAndNothingOfItStays() throws Exception {
    String before = product.shell("lb");
    assertThatThrownBy(() -> product.shell("install", "file:/nope.jar"))
        .hasMessageContaining("felix:install: ");
    assertThat(product.shell("lb")).isEqualTo(before);
  }

  @Test
  void anUnknownCommandOfAnAbsentFeatureNamesTheFeature() throws Exception {
    product.shell("feature:uninstall", "http");
    try {
      assertThatThrownBy(() -> product.shell("http:listeners"))
          .hasMessageContaining("unknown command http:listeners; feature:install http brings it");
    } finally {
      product.shell("feature:install", "http");
    }
    assertThat(product.shell("http:listeners", "--json")).startsWith("[");
  }
}
