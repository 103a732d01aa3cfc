package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.ResourceLeakDetector;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Garbage of every kind against the real server: each connection ends in answers or a close, the
 * server stays well, and no buffer is lost. The seed is printed; give it back with {@code
 * -Dstorm.seed}.
 */
@TestInstance(Lifecycle.PER_CLASS)
class StormTest {
  private static final String[] PARTS = {
    "GET ",
    "POST ",
    "/",
    "/a?b",
    " HTTP/1.1\r\n",
    " HTTP/1.0\r\n",
    "Host: x\r\n",
    "\r\n",
    "\n",
    "\r",
    "Content-Length: 5\r\n",
    "Content-Length: 0\r\n",
    "Transfer-Encoding: chunked\r\n",
    "0\r\n\r\n",
    "5\r\nhello\r\n",
    "ffffffff\r\n",
    "Expect: 100-continue\r\n",
    "hello",
    "Connection: close\r\n",
    ": ",
    "\0",
    "\u00ff",
    " ",
    "\t",
    "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "\0\0\0\4\0\0\0\0\0",
    "\0\0\4\3\0\0\0\0\1\0\0\0\10",
    "\0\0\10\6\0\0\0\0\0\0\0\0\0\0\0\0\0",
    "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    "Upgrade: h2c\r\n",
    "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\n"
  };

  @TempDir static Path directory;
  private final long seed = Long.getLong("storm.seed", System.nanoTime());
  private TestServer server;
  private final ListAppender<ILoggingEvent> leaks = new ListAppender<>();
  private ResourceLeakDetector.Level level;

  @BeforeAll
  void start() throws Exception {
    level = ResourceLeakDetector.getLevel();
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    leaks.start();
    leakLogger().addAppender(leaks);
    Map<String, Object> quick =
        Map.of(
            "header_timeout_ms", 200L,
            "body_timeout_ms", 200L,
            "idle_timeout_ms", 200L,
            "linger_timeout_ms", 100L);
    server = new TestServer(directory, quick, null).handle(Apps::echo);
    server.listen();
    System.out.println("seed " + seed);
  }

  @AfterAll
  void stop() {
    server.close();
    ResourceLeakDetector.setLevel(level);
    leakLogger().detachAppender(leaks);
  }

  private static Logger leakLogger() {
    return (Logger) LoggerFactory.getLogger(ResourceLeakDetector.class);
  }

  @Test
  void everyStormEndsInAnswersOrACloseAndLosesNoBuffer() throws Exception {
    Random random = new Random(seed);
    for (int round = 0; round < 300; round++) {
      byte[] storm = storm(random);
      String answer = blow(storm, random);
      assertThat(answer).as("round %s", round).satisfiesAnyOf(StormTest::isAnswer, StormTest::isH2);
    }
    try (RawClient client = new RawClient(server.connect())) {
      assertThat(client.get("/").status()).isEqualTo(200);
    }
    server.close();
    collectGarbage();
    assertThat(leaks.list).isEmpty();
  }

  private static void isAnswer(String answer) {
    assertThat(answer)
        .satisfiesAnyOf(a -> assertThat(a).isEmpty(), a -> assertThat(a).startsWith("HTTP/1.1 "));
  }

  /** A settings frame. */
  private static void isH2(String answer) {
    assertThat(answer.charAt(3)).isEqualTo('\4');
  }

  private static byte[] storm(Random random) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int parts = 1 + random.nextInt(12);
    for (int i = 0; i < parts; i++) {
      if (random.nextInt(8) == 0) {
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        all.writeBytes(noise);
      } else {
        String part = PARTS[random.nextInt(PARTS.length)];
        all.writeBytes(part.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return all.toByteArray();
  }

  private String blow(byte[] storm, Random random) throws IOException {
    try (Socket socket = server.connect()) {
      int cut = random.nextInt(storm.length + 1);
      try {
        socket.getOutputStream().write(storm, 0, cut);
        socket.getOutputStream().flush();
        socket.getOutputStream().write(storm, cut, storm.length - cut);
        if (random.nextBoolean()) {
          socket.shutdownOutput();
        }
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      } catch (SocketException e) {
        return ""; // A reset is a close, too.
      }
    }
  }

  /** The detector reports when it makes buffers after lost ones were collected. */
  private static void collectGarbage() {
    for (int i = 0; i < 5; i++) {
      System.gc();
      ByteBuf buffer = Unpooled.directBuffer(16);
      buffer.release();
    }
  }
}
