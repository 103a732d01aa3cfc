package io.trajan.files.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.files.server.Shop.Result;
import io.trajan.request.RequestHandler;
import io.trajan.testkit.FakeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StaticMapTest {
  @TempDir Path top;
  private Shop shop;

  @BeforeEach
  void open() {
    shop = new Shop(top);
  }

  @org.junit.jupiter.api.AfterEach
  void close() throws InterruptedException {
    shop.close();
  }

  @Test
  void fileBelowAPrefixIsServedWithEverythingACacheNeeds() throws Exception {
    shop.write("www/css/a.css", "body{}");
    shop.with(FilesOptions.MAP, "/static=www").launch();
    Result result = shop.get("/static", "/static/css/a.css?v=1");
    assertThat(result.status()).isEqualTo(200);
    assertThat(result.text()).isEqualTo("body{}");
    assertThat(result.header("Content-Type")).isEqualTo("text/css; charset=utf-8");
    assertThat(result.header("Content-Length")).isEqualTo("6");
    assertThat(result.header("Last-Modified")).isEqualTo("Wed, 01 May 2024 12:00:00 GMT");
    assertThat(result.header("ETag")).matches("\"[0-9a-f]+-6-[0-9a-f]+\"");
    assertThat(result.header("Accept-Ranges")).isEqualTo("bytes");
    assertThat(result.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(result.header("Vary")).isNull();
    assertThat(result.header("Cache-Control")).isNull();
    assertThat(result.response().files()).isEqualTo(1);
  }

  @Test
  void serviceSaysVassalMountAndGeneration() throws Exception {
    shop.write("www/a", "");
    shop.with(FilesOptions.MAP, "/static/=www").launch();
    assertThat(shop.services.getFirst().properties())
        .containsEntry(RequestHandler.VASSAL, "shop")
        .containsEntry(RequestHandler.MOUNT, "/static")
        .containsEntry(RequestHandler.GENERATION, 7L)
        .containsEntry(RequestHandler.OPTIONAL, true);
  }

  @Test
  void headHasTheFieldsAndNoBytes() throws Exception {
    shop.write("www/a.txt", "12345");
    shop.with(FilesOptions.MAP, "/=www").launch();
    Result result = shop.send("", FakeRequest.of("HEAD", "/a.txt").header("Range", "bytes=0-1"));
    assertThat(result.status()).isEqualTo(200);
    assertThat(result.header("Content-Length")).isEqualTo("5");
    assertThat(result.response().files()).isZero();
  }

  @Test
  void emptyFileIsServed() throws Exception {
    shop.write("www/a.txt", "");
    shop.with(FilesOptions.MAP, "/=www").launch();
    assertThat(shop.get("", "/a.txt").header("Content-Length")).isEqualTo("0");
  }

  @Test
  void whatIsNotThereGoesToTheApplication() throws Exception {
    shop.write("www/a.txt", "a");
    Files.createDirectories(top.resolve("www/dir"));
    shop.with(FilesOptions.MAP, "/static=www").launch();
    for (String path :
        new String[] {
          "/static/b", "/static", "/static/", "/static/dir", "/static/dir/", "/static/a.txt/"
        }) {
      assertThat(shop.get("/static", path).isPassedOn()).as(path).isTrue();
    }
  }

  @Test
  void otherMethodsGoToTheApplicationOrAreRefusedWhenThereIsNone() throws Exception {
    shop.write("www/a.txt", "a");
    shop.with(FilesOptions.MAP, "/=www").launch();
    assertThat(shop.send("", FakeRequest.of("POST", "/a.txt")).isPassedOn()).isTrue();
    shop.alone = true;
    Result refused = shop.send("", FakeRequest.of("POST", "/a.txt"));
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.header("Allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void severalDirectoriesAtOnePrefixAreLookedInInOrder() throws Exception {
    shop.write("one/a.txt", "one");
    shop.write("two/a.txt", "two");
    shop.write("two/b.txt", "two");
    shop.with(FilesOptions.MAP, "/s=one").with(FilesOptions.MAP, "/s=two").launch();
    assertThat(shop.get("/s", "/s/a.txt").text()).isEqualTo("one");
    assertThat(shop.get("/s", "/s/b.txt").text()).isEqualTo("two");
  }

  @Test
  void map2KeepsThePrefix() throws Exception {
    shop.write("www/static/a.txt", "kept");
    shop.with(FilesOptions.MAP2, "/static=www").launch();
    assertThat(shop.get("/static", "/static/a.txt").text()).isEqualTo("kept");
  }

  @Test
  void oneFileCanBeMapped() throws Exception {
    shop.write("www/icon.png", "png");
    shop.write("www/other", "other");
    shop.with(FilesOptions.MAP, "/favicon.ico=www/icon.png").launch();
    Result result = shop.get("/favicon.ico", "/favicon.ico");
    assertThat(result.text()).isEqualTo("png");
    assertThat(result.header("Content-Type")).isEqualTo("image/png");
    assertThat(shop.get("/favicon.ico", "/favicon.ico/other").isPassedOn()).isTrue();
    assertThat(shop.get("/favicon.ico", "/favicon.ico/").isPassedOn()).isTrue();
  }

  @Test
  void indexIsServedAndDirectoriesGetTheirSlash() throws Exception {
    shop.write("www/index.html", "top");
    shop.write("www/docs/default.htm", "docs");
    Files.createDirectories(top.resolve("www/empty"));
    Files.createDirectories(top.resolve("www/docs/index.html"));
    shop.with(FilesOptions.MAP, "/s=www")
        .with(FilesOptions.INDEX, "index.html")
        .with(FilesOptions.INDEX, "default.htm")
        .launch();
    assertThat(shop.get("/s", "/s/").text()).isEqualTo("top");
    assertThat(shop.get("/s", "/s").status()).isEqualTo(301);
    assertThat(shop.get("/s", "/s").header("Location")).isEqualTo("/s/");
    assertThat(shop.get("/s", "/s/docs/").text()).isEqualTo("docs");
    Result slash = shop.get("/s", "/s/docs?a=b");
    assertThat(slash.status()).isEqualTo(301);
    assertThat(slash.header("Location")).isEqualTo("/s/docs/?a=b");
    assertThat(shop.get("/s", "/s/empty").isPassedOn()).isTrue();
    assertThat(shop.get("/s", "/s/empty/").isPassedOn()).isTrue();
  }

  @Test
  void redirectStaysOnThisHost() throws Exception {
    shop.write("www/evil.example/index.html", "x");
    shop.write("www/\\evil.example/index.html", "x");
    shop.with(FilesOptions.MAP, "/=www").with(FilesOptions.INDEX, "index.html").launch();
    assertThat(shop.get("", "//evil.example").header("Location")).isEqualTo("/evil.example/");
    assertThat(shop.get("", "/\\evil.example").header("Location")).isEqualTo("/%5Cevil.example/");
  }

  @Test
  void namesAreBytes() throws Exception {
    shop.write("www/caf\u00e9 \u2615.txt", "coffee");
    shop.with(FilesOptions.MAP, "/=www").launch();
    assertThat(shop.get("", "/caf%C3%A9%20%E2%98%95.txt").text()).isEqualTo("coffee");
  }

  @Test
  void skippedEndingsAndDotFilesAreNotFiles() throws Exception {
    shop.write("www/a.php", "secret");
    shop.write("www/.env", "secret");
    shop.write("www/.well-known/x", "open");
    shop.with(FilesOptions.MAP, "/=www").with(FilesOptions.SKIP_EXT, ".php").launch();
    assertThat(shop.get("", "/a.php").isPassedOn()).isTrue();
    assertThat(shop.get("", "/a%2Ephp").isPassedOn()).isTrue();
    assertThat(shop.get("", "/.env").isPassedOn()).isTrue();
    assertThat(shop.get("", "/.well-known/x").text()).isEqualTo("open");
  }

  @Test
  void expiryAndTypesAreTheOperators() throws Exception {
    shop.write("www/a.css", "a");
    shop.write("www/b.foo", "b");
    shop.write("types", "application/x-foo foo # ours\n");
    shop.with(FilesOptions.MAP, "/=www")
        .with(FilesOptions.MIME_FILE, "types")
        .with(FilesOptions.CHARSET, "none")
        .with(FilesOptions.EXPIRES, "\\.css$=3600")
        .with(FilesOptions.EXPIRES_TYPE_MTIME, "x-foo=60")
        .launch();
    Result css = shop.get("", "/a.css");
    assertThat(css.header("Cache-Control")).matches("max-age=(3600|3599)");
    assertThat(css.header("Expires")).endsWith("GMT");
    assertThat(css.header("Content-Type")).isEqualTo("text/css");
    Result foo = shop.get("", "/b.foo");
    assertThat(foo.header("Content-Type")).isEqualTo("application/x-foo");
    assertThat(foo.header("Cache-Control")).isEqualTo("max-age=0");
    assertThat(foo.header("Expires")).isEqualTo("Wed, 01 May 2024 12:01:00 GMT");
  }

  @Test
  void checkStaticLooksFirstAndLetsTheRestGoOn() throws Exception {
    shop.write("public/a.txt", "file");
    shop.with(FilesOptions.CHECK, "public").launch();
    Shop.Fate fate = new Shop.Fate();
    var response = new io.trajan.testkit.FakeResponse();
    assertThat(shop.hook().route(FakeRequest.get("/a.txt"), response, fate)).isNull();
    assertThat(Shop.await(new Result(true, response, fate)).text()).isEqualTo("file");
    Shop.Fate other = new Shop.Fate();
    assertThat(shop.hook().route(FakeRequest.get("/b.txt"), response, other)).isNull();
    assertThat(
            Shop.await(new Result(true, new io.trajan.testkit.FakeResponse(), other)).isPassedOn())
        .isTrue();
    FakeRequest post = FakeRequest.of("POST", "/a.txt");
    assertThat(shop.hook().route(post, response, fate)).isSameAs(post);
  }
}
