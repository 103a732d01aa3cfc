package io.trajan.http.server;

import static io.trajan.http.server.H2Client.DATA;
import static io.trajan.http.server.H2Client.END_STREAM;
import static io.trajan.http.server.H2Client.PING;
import static io.trajan.http.server.H2Client.SETTINGS;
import static io.trajan.http.server.H2Client.WINDOW_UPDATE;
import static io.trajan.http.server.H2Client.head;
import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.H2Client.Frame;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.request.ByteSource.Reader;
import io.trajan.request.Fields;
import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of HTTP/2, both ways. */
class Http2FlowTest extends Http2Setup {
  @Test
  void aSlowHandlerSlowsTheClientThroughTheWindow() throws Exception {
    BlockingQueue<Request> held = new LinkedBlockingQueue<>();
    BlockingQueue<Integer> read = new LinkedBlockingQueue<>();
    try (H2Client client = client(Map.of("body_window_bytes", 20_000), (q, r) -> held.add(q))) {
      client.next(SETTINGS);
      client.send(PING, 0, 0, new byte[8]);
      client.next(PING);
      client.request(1, false, head("POST", "/"));
      Request request = held.poll(10, TimeUnit.SECONDS);
      client.send(DATA, 0, 1, new byte[16_000]);
      client.send(DATA, 0, 1, new byte[4_000]);
      client.send(PING, 0, 0, new byte[8]);
      Frame frame = client.next();
      while (frame.type() != PING) {
        assertThat(frame.type() == WINDOW_UPDATE && frame.stream() == 1).isFalse();
        frame = client.next();
      }
      request.body().read(taking(request, read));
      assertThat(read.poll(10, TimeUnit.SECONDS)).isEqualTo(16_000);
      Frame window = client.next(WINDOW_UPDATE);
      assertThat(window.number(0)).isBetween(1, 20_000);
    }
  }

  private static Reader taking(Request request, BlockingQueue<Integer> read) {
    return new Reader() {
      @Override
      public void piece(ByteBuffer piece) {
        read.add(piece.remaining());
        request.body().read(this);
      }

      @Override
      public void end(Fields trailers) {
        read.add(-1);
      }

      @Override
      public void failed(IOException cause) {
        read.add(-2);
      }
    };
  }

  @Test
  void aWriterIsStoppedByTheClientsWindow() throws Exception {
    BlockingQueue<Boolean> steps = new LinkedBlockingQueue<>();
    BlockingQueue<Response> held = new LinkedBlockingQueue<>();
    try (H2Client client =
        client(
            (q, r) -> {
              r.start(200, new Fields());
              held.add(r);
            })) {
      client.get(1, "/");
      Response response = held.poll(10, TimeUnit.SECONDS);
      while (response.write(ByteBuffer.allocate(30_000))) {
        Thread.onSpinWait();
      }
      response.whenWritable(() -> steps.add(true));
      response.end();
      assertThat(steps).isEmpty();
      assertThat(client.answer().body().length()).isGreaterThanOrEqualTo(65_535);
      assertThat(steps.poll(10, TimeUnit.SECONDS)).isTrue();
      assertThat(outcome().failure()).isNull();
    }
  }

  private static byte[] octets(int count) {
    byte[] octets = new byte[count];
    new Random(7).nextBytes(octets);
    return octets;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyOfFramesOfOneOctetArrivesWholeAndInOrder(boolean announced) throws Exception {
    byte[] body = octets(announced ? 10_000 : 30_000);
    String[] head =
        announced
            ? head("POST", "/", "content-length", String.valueOf(body.length))
            : head("POST", "/");
    try (H2Client client = client(Apps::echo)) {
      client.request(1, false, head);
      for (int i = 0; i < body.length; i++) {
        boolean last = i == body.length - 1;
        client.send(DATA, last ? END_STREAM : 0, 1, body[i]);
      }
      assertThat(client.answer().body().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(body);
      assertThat(outcome()).isEqualTo(new Outcome(200, body.length, null));
    }
  }

  @Test
  void soDoesOneThatIsSentBackAsItComesWithItsEndInAnEmptyFrame() throws Exception {
    byte[] body = octets(3_000);
    try (H2Client client = client(Apps::stream)) {
      client.socket().setTcpNoDelay(true);
      client.request(1, false, head("POST", "/"));
      for (byte octet : body) {
        client.send(DATA, 0, 1, octet);
      }
      client.send(DATA, END_STREAM, 1);
      assertThat(client.answer().body().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(body);
      assertThat(server.count(Event.FLOOD)).isZero();
    }
  }
}
