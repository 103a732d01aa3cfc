package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client that others have written makes of us: curl with HTTP/2, skipped without it. */
class OutsideClientTest {
  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(hasHttp2(), "curl with HTTP/2 is not installed");
    server = new TestServer(directory, Map.of(), null).handle(Apps::echo);
    server.listen();
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private boolean hasHttp2() throws Exception {
    boolean installed =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "curl")));
    return installed && curl("--version").contains("HTTP2");
  }

  private String curl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "10"));
    command.addAll(List.of(arguments));
    Path out = directory.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(out, StandardCharsets.ISO_8859_1);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  @Test
  void http2IsSpokenWithWhoKnowsIt() throws Exception {
    server.handle(Apps::mirror);
    assertThat(curl("--http2-prior-knowledge", "-w", "%{http_version}", url("/a?b")))
        .startsWith("GET /a?b\n/a|b\nHTTP/2|http\n")
        .endsWith("\n2");
    assertThat(curl("--http1.1", "-w", "%{http_version}", url("/"))).endsWith("\n1.1");
  }

  @Test
  void whoAsksToUpgradeGoesOnWithHttp1() throws Exception {
    assertThat(curl("--http2", "-d", "abc", "-w", " %{http_version}", url("/")))
        .isEqualTo("abc 1.1");
  }

  @Test
  void largeBodiesGoBothWays() throws Exception {
    byte[] bytes = new byte[1_000_000];
    new Random(5).nextBytes(bytes);
    Path in = Files.write(directory.resolve("in"), bytes);
    Path back = directory.resolve("back");
    server.handle(Apps::stream);
    assertThat(
            curl(
                "--http2-prior-knowledge",
                "--data-binary",
                "@" + in,
                "-o",
                back.toString(),
                "-w",
                "%{http_code} %{http_version}",
                url("/")))
        .isEqualTo("200 2");
    assertThat(Files.mismatch(in, back)).isEqualTo(-1);
  }
}
