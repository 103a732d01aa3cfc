package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.http.server.RawClient.Answer;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as they come: their parts, one behind the other, in pieces. */
class Http1RequestTest extends Http1Setup {
  @Test
  void aRequestArrivesWithAllItsParts() throws Exception {
    try (RawClient client = client(Apps::mirror)) {
      client.send("PUT /a%20b/c?d=e&f HTTP/1.1\r\nHost: h:81\r\nX-A: 1\r\nx-a: 2 \r\n\r\n");
      Answer answer = client.answer();
      String own = "127.0.0.1:" + client.socket().getLocalPort();
      assertThat(answer.body())
          .isEqualTo(
              "PUT /a%20b/c?d=e&f\n/a%20b/c|d=e&f\nHTTP/1.1|http\nh:81\n"
                  + own
                  + "|127.0.0.1:"
                  + server.port()
                  + "\nHost: h:81\nX-A: 1\nx-a: 2\n");
      assertThat(answer.field("server")).isEqualTo("Trajan");
      assertThat(answer.field("date")).endsWith(" GMT");
      assertThat(answer.has("connection")).isFalse();
    }
  }

  @Test
  void aConnectionIsKeptForManyRequestsFromManyThreads() throws Exception {
    try (RawClient client = client(Apps.on(threads, (q, r) -> Apps.text(r, 200, q.path())))) {
      for (int i = 0; i < 200; i++) {
        assertThat(client.get("/" + i).body()).isEqualTo("/" + i);
        assertThat(outcome()).isEqualTo(new Outcome(200, 1 + String.valueOf(i).length(), null));
      }
      assertThat(server.count(Event.ACCEPTED)).isEqualTo(1);
    }
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrderHoweverLongTheyTake() throws Exception {
    CountDownLatch later = new CountDownLatch(1);
    BiConsumer<Request, Response> app =
        (request, response) -> {
          if (request.path().equals("/1")) {
            await(later);
          }
          Apps.text(response, 200, request.path());
        };
    try (RawClient client = client(Apps.on(threads, app))) {
      StringBuilder all = new StringBuilder();
      for (int i = 1; i <= 50; i++) {
        all.append("GET /").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
      }
      client.send(all.toString());
      later.countDown();
      for (int i = 1; i <= 50; i++) {
        assertThat(client.answer().body()).isEqualTo("/" + i);
      }
    }
  }

  @Test
  void moreThanABufferOfPipelinedRequestsIsAnsweredToo() throws Exception {
    int count = 5000;
    try (RawClient client = client(Apps.on(threads, TestServer::hello))) {
      threads.execute(() -> sendQuietly(client, GET.repeat(count)));
      for (int i = 0; i < count; i++) {
        assertThat(client.answer().body()).isEqualTo("hello");
      }
    }
  }

  private static void sendQuietly(RawClient client, String text) {
    try {
      client.send(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRequestMayComeOctetByOctet() throws Exception {
    try (RawClient client = client(Apps::echo)) {
      client.socket().setTcpNoDelay(true);
      String request =
          "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\nabc\r\n1;x=y\r\nd\r\n0\r\nT: 1\r\n\r\n";
      for (int i = 0; i < request.length(); i++) {
        client.send(request.substring(i, i + 1));
      }
      Answer answer = client.answer();
      assertThat(answer.body()).isEqualTo("abcd");
      assertThat(answer.field("X-Trailer-T")).isEqualTo("1");
      assertThat(client.get("/").status()).isEqualTo(200);
    }
  }

  @Test
  void connectionCloseIsHonoured() throws Exception {
    try (RawClient client = client(TestServer::hello)) {
      client.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: a, Close\r\n\r\n" + GET);
      assertThat(client.answer().field("connection")).isEqualTo("close");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void aClientThatEndsItsDirectionIsAnswered() throws Exception {
    try (RawClient client = client(Apps.on(threads, TestServer::hello))) {
      client.send(GET + GET);
      client.socket().shutdownOutput();
      assertThat(client.answer().body()).isEqualTo("hello");
    }
  }

  @Test
  void optionsForTheWholeServerArrive() throws Exception {
    try (RawClient client = client((q, r) -> Apps.text(r, 200, q.path() + q.target()))) {
      client.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("**");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1\r\nHost: A:1", "HTTP/1.1\r\nHost: other", "HTTP/1.0\r\nX: y"})
  void anAbsoluteTargetNamesTheAuthorityAndOverrulesHost(String rest) throws Exception {
    BiConsumer<Request, Response> app =
        (q, r) -> Apps.text(r, 200, q.authority() + q.path() + q.headers().all("host"));
    try (RawClient client = client(app)) {
      client.send("GET http://a:1/b?c " + rest + "\r\n\r\n");
      assertThat(client.answer().body()).isEqualTo("a:1/b[a:1]");
    }
  }
}
