package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Perl and Python applications in worker processes, as their clients see them. */
class LanguagesTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final long SEED = 11;

  private final HttpClient client = HttpClient.newHttpClient();

  @SuppressWarnings("NullAway.Init") // Every test starts it first.
  private Product product;

  private int port;

  /** A language, with an application in {@code itests/apps} that does the same as the others. */
  enum Language {
    PERL("psgi", "perl", "psgi-file = ../apps/psgi/app.psgi"),
    PYTHON("wsgi", "python3", "wsgi-file = ../apps/wsgi/app.py");

    final String application;
    final String interpreter;
    final String option;

    Language(String application, String interpreter, String option) {
      this.application = application;
      this.interpreter = interpreter;
      this.option = option;
    }
  }

  private void up(Language language) throws Exception {
    boolean there = false;
    for (String directory : System.getenv("PATH").split(":")) {
      there |= Files.isExecutable(Path.of(directory, language.interpreter));
    }
    Assumptions.assumeTrue(there, language.interpreter + " is not installed");
    Assumptions.assumeTrue(
        Files.isExecutable(Product.root().resolve("target/dist/bin/vassal-stages")),
        "vassal-stages was not built: there is no C compiler");
    port = Product.freePort();
    product =
        Product.upWith(
            language.application,
            "vassals/it.cfg",
            "http-socket = 127.0.0.1:%d\nprocesses = 2\n%s\n".formatted(port, language.option));
    assertThat(product.ready()).contains("vassals=1/1");
  }

  @AfterEach
  void down() throws Exception {
    client.close();
    if (product != null) {
      product.close();
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(SOON);
  }

  @ParameterizedTest
  @EnumSource
  void applicationAnswersStreamsAndFails(Language language) throws Exception {
    up(language);
    assertThat(get("/").body()).startsWith("hello from ");
    assertThat(get("/path%20and%20more").body()).isEqualTo("/path%20and%20more");
    assertThat(get("/flags").body()).isEqualTo("processes");
    assertThat(get("/stream").body()).isEqualTo("line 0\nline 1\nline 2\n");
    assertThat(get("/big").body()).isEqualTo("0123456789abcdef".repeat(65_536));
    assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    assertThat(get("/broken").statusCode()).isEqualTo(500);
    Wait.until("the log", SOON, () -> product.errors().contains("an error on purpose"));
    assertThat(product.errors()).contains("GET /broken: ");
  }

  @ParameterizedTest
  @EnumSource
  void bodyComesBackByteForByte(Language language) throws Exception {
    up(language);
    for (int size : new int[] {0, 1, 60_000, 900_001}) {
      byte[] body = new byte[size];
      new Random(SEED).nextBytes(body);
      BodyPublisher known = BodyPublishers.ofByteArray(body);
      BodyPublisher unknown = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
      for (BodyPublisher publisher : new BodyPublisher[] {known, unknown}) {
        HttpRequest request = request("/echo").POST(publisher).build();
        assertThat(client.send(request, BodyHandlers.ofByteArray()).body())
            .as("%d bytes, length %d", size, publisher.contentLength())
            .isEqualTo(body);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void killedWorkerComesBackAndTheOtherServesMeanwhile(Language language) throws Exception {
    up(language);
    Set<Long> before = workers();
    assertThat(before).hasSize(2);
    long victim = Long.parseLong(get("/pid").body());
    assertThat(before).contains(victim);
    ProcessHandle.of(victim).orElseThrow().destroyForcibly();
    for (int i = 0; i < 50; i++) {
      assertThat(get("/").statusCode()).isEqualTo(200);
    }
    Wait.until("two workers", SOON, () -> workers().size() == 2 && !workers().contains(victim));
  }

  /** The pids that {@code vassal:info} names. */
  private Set<Long> workers() throws Exception {
    Set<Long> pids = new TreeSet<>();
    for (String line : product.shell("vassal:info", "it").lines().toList()) {
      if (line.matches("process\\.worker \\d+ .*pid \\d+, ready.*")) {
        pids.add(Long.parseLong(line.replaceAll(".*pid (\\d+),.*", "$1")));
      }
    }
    return pids;
  }
}
