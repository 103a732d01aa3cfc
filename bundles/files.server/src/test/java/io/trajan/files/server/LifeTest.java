package io.trajan.files.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.codec.Fault;
import io.trajan.files.server.Shop.Fate;
import io.trajan.files.server.Shop.Result;
import io.trajan.request.RequestHandler;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import io.trajan.vassal.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Start, absence of who opens files, retirement; nothing left open. */
class LifeTest {
  @TempDir Path top;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    shop = new Shop(top);
    shop.write("www/a.txt", "a");
    shop.with(FilesOptions.MAP, "/s=www").with(FilesOptions.CHECK, "www");
  }

  @AfterEach
  void close() throws InterruptedException {
    shop.close();
  }

  @Test
  void requestsWaitWhileNobodyCanOpenFiles() throws Exception {
    shop.launch();
    shop.gate.shut(shop.files);
    FakeResponse response = new FakeResponse();
    Fate fate = new Fate();
    assertThat(shop.handler("/s").handle(FakeRequest.get("/s/a.txt"), response, fate)).isTrue();
    assertThat(response.isStarted()).isFalse();
    shop.gate.open(shop.files);
    assertThat(Shop.await(new Result(true, response, fate)).text()).isEqualTo("a");
  }

  @Test
  void whoWaitsTooLongGets503() throws Exception {
    try (Shop hasty = new Shop(top, Duration.ofMillis(20))) {
      hasty.with(FilesOptions.MAP, "/s=www").launch();
      hasty.gate.shut(hasty.files);
      Result result = hasty.get("/s", "/s/a.txt");
      assertThat(result.status()).isEqualTo(503);
      assertThat(result.header("Retry-After")).isNotNull();
    }
  }

  @Test
  void whoWaitsWhenTheBundleStopsIsPutBack() throws Exception {
    shop.launch();
    shop.gate.shut(shop.files);
    Fate fate = new Fate();
    shop.handler("/s").handle(FakeRequest.get("/s/a.txt"), new FakeResponse(), fate);
    shop.gate.close();
    assertThat(fate.calls).containsExactly("put back");
  }

  @Test
  void retiredInstanceTakesNothingAndIsGone() throws Exception {
    Instance instance = shop.launch();
    RequestHandler handler = shop.handler("/s");
    var hook = shop.hook();
    instance.retire(Duration.ofSeconds(5)).toCompletableFuture().get(5, TimeUnit.SECONDS);
    assertThat(shop.services).isEmpty();
    assertThat(shop.launcher.instances()).isEmpty();
    assertThat(handler.handle(FakeRequest.get("/s/a.txt"), new FakeResponse(), new Fate()))
        .isFalse();
    Fate fate = new Fate();
    assertThat(hook.route(FakeRequest.get("/a.txt"), new FakeResponse(), fate)).isNull();
    assertThat(fate.calls).containsExactly("put back");
  }

  @Test
  void retirementWaitsForVisitsWithinItsPatience() throws Exception {
    Instance instance = shop.launch();
    shop.gate.shut(shop.files);
    FakeResponse response = new FakeResponse();
    shop.handler("/s").handle(FakeRequest.get("/s/a.txt"), response, new Fate());
    var gone = instance.retire(Duration.ofSeconds(30)).toCompletableFuture();
    assertThat(gone).isNotDone();
    shop.gate.open(shop.files);
    gone.get(5, TimeUnit.SECONDS);
    assertThat(response.text()).isEqualTo("a");
  }

  @Test
  void oldGenerationServesUntilItIsRetired() throws Exception {
    Instance old = shop.launch();
    shop.launch();
    assertThat(shop.launcher.instances()).hasSize(2);
    old.retire(Duration.ZERO);
    assertThat(shop.launcher.instances()).hasSize(1);
    assertThat(shop.get("/s", "/s/a.txt").text()).isEqualTo("a");
  }

  @Test
  void missingDirectoriesAreFaultsWithTheirPlace() {
    Shop other = shop;
    other
        .with(FilesOptions.MAP, "/x=nowhere")
        .with(FilesOptions.CHECK, "www/a.txt")
        .with(FilesOptions.SAFE, "nowhere")
        .with(FilesOptions.MIME_FILE, "nowhere");
    assertThat(shop.launcher.check(shop.spec))
        .extracting(Fault::key)
        .containsExactly("static-map", "check-static", "static-safe", "mimefile");
    assertThat(shop.launcher.check(shop.spec).getFirst().toString())
        .contains("shop.cfg:3")
        .contains("nowhere")
        .contains("expected an existing directory or file");
  }

  @Test
  void nothingIsLeftOpen() throws Exception {
    shop.write("www/d.txt", "0123456789");
    shop.write("www/d.txt.gz", "z");
    Files.createSymbolicLink(top.resolve("www/out"), Path.of("/etc/hostname"));
    shop.with(FilesOptions.INDEX, "index.html")
        .with(FilesOptions.PRECOMPRESSED, "gzip,br")
        .launch();
    shop.get("/s", "/s/d.txt");
    long before = descriptors();
    for (int i = 0; i < 50; i++) {
      shop.get("/s", "/s/d.txt", "Accept-Encoding", "gzip");
      shop.get("/s", "/s/d.txt", "Range", "bytes=0-1,4-5");
      shop.get("/s", "/s/d.txt", "Range", "bytes=50-");
      shop.get("/s", "/s/d.txt", "If-None-Match", "*");
      shop.get("/s", "/s/d.txt", "If-Match", "\"x\"");
      shop.send("/s", FakeRequest.of("HEAD", "/s/d.txt"));
      shop.get("/s", "/s/out");
      shop.get("/s", "/s/missing");
      shop.get("/s", "/s/");
    }
    assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
    Files.delete(top.resolve("www/out"));
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
