package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Http1Test {
  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(directory, Map.of(), null).handle(TestServer::hello);
    server.listen();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void aRequestIsAnswered() throws Exception {
    String answer = server.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello");
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() throws Exception {
    String answer = server.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(3));
    assertThat(answer.split("HTTP/1.1 200", -1)).hasSize(4);
  }
}
