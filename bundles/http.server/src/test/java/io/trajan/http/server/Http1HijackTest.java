package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Fields;
import io.trajan.request.RawStream;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Connections that an application takes over. */
class Http1HijackTest extends Http1Setup {
  @Test
  void aTakenOverConnectionGetsWhatWasReceivedFirst() throws Exception {
    try (RawClient client = client((q, r) -> Apps.hijacked(r.hijack()))) {
      client.send(GET + "more");
      assertThat(client.read(4)).isEqualTo("more");
      client.send("again");
      assertThat(client.read(5)).isEqualTo("again");
      client.socket().shutdownOutput();
      assertThat(client.isClosedByServer()).isTrue();
      assertThat(outcome().status()).isZero();
    }
  }

  @Test
  void anUpgradeKeepsItsFieldsAndSpeaksRawAfterwards() throws Exception {
    BiConsumer<Request, Response> app =
        (q, r) -> {
          r.start(101, Fields.of("Upgrade", "echo", "Connection", "Upgrade"));
          Apps.hijacked(r.hijack());
        };
    try (RawClient client = client(Apps.on(threads, app))) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n1");
      assertThat(client.line()).isEqualTo("HTTP/1.1 101 Switching Protocols");
      assertThat(client.fields())
          .containsEntry("upgrade", "echo")
          .containsEntry("connection", "Upgrade")
          .doesNotContainKey("transfer-encoding");
      assertThat(client.read(1)).isEqualTo("1");
    }
  }

  @Test
  void aRawStreamWithoutAStartIsSilentUntilItsOwnerSpeaks() throws Exception {
    BlockingQueue<RawStream> taken = new LinkedBlockingQueue<>();
    try (RawClient client = client((q, r) -> taken.add(r.hijack()))) {
      client.send(GET);
      RawStream raw = taken.poll(10, TimeUnit.SECONDS);
      raw.write(Apps.bytes("own words"));
      raw.close();
      assertThat(client.rest()).isEqualTo("own words");
      assertThat(raw.isOpen()).isFalse();
    }
  }
}
