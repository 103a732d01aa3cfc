package io.trajan.files.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.files.server.Shop.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** There is no way out of a root, with real links, siblings, pipes and devices. */
class WaysOutTest {
  @TempDir Path top;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    shop = new Shop(top);
    shop.write("www/a.txt", "inside");
    shop.write("www/sub/b.txt", "inside too");
    shop.write("secret.txt", "secret");
    shop.write("www-secret/file", "secret");
    Files.createSymbolicLink(top.resolve("www/up"), Path.of(".."));
    Files.createSymbolicLink(top.resolve("www/out.txt"), Path.of("../secret.txt"));
    Files.createSymbolicLink(top.resolve("www/absolute.txt"), top.resolve("secret.txt"));
    Files.createSymbolicLink(top.resolve("www/sibling"), top.resolve("www-secret"));
    Files.createSymbolicLink(top.resolve("www/proc"), Path.of("/proc/self/root"));
    Files.createSymbolicLink(top.resolve("www/zero"), Path.of("/dev/zero"));
    Files.createSymbolicLink(top.resolve("www/loop"), Path.of("loop"));
    Files.createSymbolicLink(top.resolve("www/in.txt"), Path.of("sub/b.txt"));
    Files.createSymbolicLink(top.resolve("www/around.txt"), top.resolve("www/a.txt"));
    shop.with(FilesOptions.MAP, "/s=www");
  }

  @AfterEach
  void close() throws Exception {
    shop.close();
    // Not for the cleaning of the temporary directory to stumble over.
    Files.deleteIfExists(top.resolve("www/proc"));
    Files.deleteIfExists(top.resolve("www/zero"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/s/../secret.txt",
        "/s/%2e%2e/secret.txt",
        "/s/..%2fsecret.txt",
        "/s/%2e%2e%2fsecret.txt",
        "/s/%252e%252e/secret.txt",
        "/s/..%5csecret.txt",
        "/s/..\\secret.txt",
        "/s/sub/../../secret.txt",
        "/s/../www-secret/file",
        "/s//../secret.txt",
        "/s/./../secret.txt",
        "/s/%2e/%2e%2e/secret.txt",
        "/s/up/secret.txt",
        "/s/out.txt",
        "/s/absolute.txt",
        "/s/sibling/file",
        "/s/proc/etc/passwd",
        "/s//etc/passwd",
        "/s/%2fetc/passwd",
        "/s/zero",
        "/s/loop",
        "/s/a.txt%00",
        "/s/a.txt%00.png",
        "/s/a.txt/",
        "/s/a.txt/.",
        "/s/a.txt/x",
        "/s/..",
        "/s/.",
        "/s/",
      })
  void nothingOutsideIsServed(String path) throws Exception {
    shop.launch();
    assertThat(shop.get("/s", path).isPassedOn()).isTrue();
  }

  @Test
  void hugeNamesAreNoFiles() throws Exception {
    shop.launch();
    assertThat(shop.get("/s", "/s/" + "a".repeat(300)).isPassedOn()).isTrue();
    assertThat(shop.get("/s", "/s/" + "a/".repeat(2000) + "x").isPassedOn()).isTrue();
    assertThat(shop.get("/s", "/s/" + "a".repeat(100_000)).isPassedOn()).isTrue();
  }

  @Test
  void pipeIsNoFileAndHoldsNobodyUp() throws Exception {
    Process mkfifo = new ProcessBuilder("mkfifo", top.resolve("www/pipe").toString()).start();
    assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
    shop.launch();
    assertThat(shop.get("/s", "/s/pipe").isPassedOn()).isTrue();
  }

  @Test
  void linksThatStayInsideAreFollowed() throws Exception {
    shop.launch();
    assertThat(shop.get("/s", "/s/in.txt").text()).isEqualTo("inside too");
    assertThat(shop.get("/s", "/s/around.txt").text()).isEqualTo("inside");
  }

  @Test
  void linksMayLeadIntoSafeDirectoriesAndNoFurther() throws Exception {
    shop.with(FilesOptions.SAFE, "www-secret").launch();
    assertThat(shop.get("/s", "/s/sibling/file").text()).isEqualTo("secret");
    assertThat(shop.get("/s", "/s/absolute.txt").isPassedOn()).isTrue();
    assertThat(shop.get("/s", "/s/sibling/../secret.txt").isPassedOn()).isTrue();
  }

  @Test
  void safeDirectoryIsNoPrefixOfANameBesideIt() throws Exception {
    Files.createDirectories(top.resolve("www-sec"));
    shop.with(FilesOptions.SAFE, "www-sec").launch();
    assertThat(shop.get("/s", "/s/sibling/file").isPassedOn()).isTrue();
  }

  @Test
  void rootMayBeReachedThroughALinkThatMoves() throws Exception {
    shop.write("releases/1/a.txt", "one");
    shop.write("releases/2/a.txt", "two");
    Path current = top.resolve("current");
    Files.createSymbolicLink(current, Path.of("releases/1"));
    shop.with(FilesOptions.MAP, "/c=current").launch();
    assertThat(shop.get("/c", "/c/a.txt").text()).isEqualTo("one");
    Files.delete(current);
    Files.createSymbolicLink(current, Path.of("releases/2"));
    assertThat(shop.get("/c", "/c/a.txt").text()).isEqualTo("two");
  }

  @Test
  void fileThatMayNotBeReadIsForbiddenAndSaysNothing() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeFalse(
        System.getProperty("user.name").equals("root"), "root may read everything");
    Path file = shop.write("www/private.txt", "secret");
    assertThat(file.toFile().setReadable(false)).isTrue();
    shop.launch();
    Result result = shop.get("/s", "/s/private.txt");
    assertThat(result.status()).isEqualTo(403);
    assertThat(result.text()).doesNotContain("private.txt");
  }
}
