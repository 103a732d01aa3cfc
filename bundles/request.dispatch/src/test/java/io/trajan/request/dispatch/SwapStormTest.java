package io.trajan.request.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.RequestHandler;
import io.trajan.request.Response;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Handlers are swapped as fast as possible under load: every request is answered once, by a handler
 * that is open.
 */
class SwapStormTest {
  private static final int THREADS = 3;
  private static final int REQUESTS = 3000;
  private static final int SWAPS = 400;

  @Test
  void everyRequestIsAnsweredOnceWhileHandlersComeAndGo() throws InterruptedException {
    try (House house = new House(THREADS * REQUESTS, Duration.ofMinutes(1))) {
      List<FakeResponse> responses = java.util.Collections.synchronizedList(new ArrayList<>());
      List<Thread> clients = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        clients.add(Thread.ofPlatform().start(() -> send(house, responses)));
      }
      swap(house);
      for (Thread client : clients) {
        assertThat(client.join(Duration.ofSeconds(30))).isTrue();
      }
      assertThat(responses).hasSize(THREADS * REQUESTS).allMatch(r -> r.status() == 200);
      assertThat(house.records).hasSize(THREADS * REQUESTS);
      assertThat(house.lanes.statistics())
          .allSatisfy(m -> assertThat(m.inFlight() + m.parked() + m.refusedFull()).isZero());
    }
  }

  private static void send(House house, List<FakeResponse> responses) {
    for (int i = 0; i < REQUESTS; i++) {
      String path = i % 2 == 0 ? "/a" : "/b";
      responses.add(house.send(FakeRequest.get(path).vassal("v"), new FakeResponse()));
    }
  }

  /** Old out then new in, or new in then old out, at two mounts in turn; the last stays. */
  private static void swap(House house) {
    Once[] current = {new Once(), new Once()};
    var first = house.add("", 1, 0, current[0]);
    var second = house.add("/b", 1, 0, current[1]);
    for (int i = 2; i < SWAPS; i++) {
      Once next = new Once();
      current[i % 2].closing.set(true);
      if (i % 2 == 0) {
        house.remove(first, true);
        first = house.add("", i, 0, next);
      } else {
        var replaced = second;
        second = house.add("/b", i, 0, next);
        house.remove(replaced, false);
      }
      current[i % 2] = next;
    }
  }

  private static final class Once implements RequestHandler {
    final AtomicBoolean closing = new AtomicBoolean();
    final AtomicInteger handled = new AtomicInteger();

    @Override
    public boolean handle(Request request, Response response) {
      if (closing.get()) {
        return false;
      }
      handled.incrementAndGet();
      response.send(200, new Fields(), ByteBuffer.allocate(1));
      return true;
    }
  }
}
