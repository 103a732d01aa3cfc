package io.trajan.vassal.process.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import io.trajan.vassal.process.pool.Pool.Place;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolTest {
  private final Pool pool = new Pool(3);

  private Worker worker(int number, int threads) {
    Worker worker = new Worker(number, threads);
    pool.add(worker);
    pool.ready(worker);
    return worker;
  }

  private static Call call(String method) {
    FakeRequest request = FakeRequest.of(method, "/");
    return new Call(request, FakeResponse.to(request), null, null);
  }

  private Pool.Offer offer() {
    return pool.offer(call("GET"), false);
  }

  @Test
  void leastBusyWorkerGetsTheRequest() {
    Worker one = worker(1, 2);
    Worker two = worker(2, 2);
    List<Worker> got = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      got.add(offer().worker());
    }
    assertThat(got).containsExactly(one, two, one, two);
    assertThat(offer().place()).isEqualTo(Place.QUEUE);
  }

  @Test
  void workerThatHasNotSaidHelloOrLeavesGetsNothing() {
    pool.add(new Worker(1, 1));
    assertThat(offer().place()).isEqualTo(Place.QUEUE);
    Worker leaving = worker(2, 1);
    assertThat(pool.retire(leaving)).isTrue();
    assertThat(pool.retire(leaving)).isFalse();
    assertThat(pool.next(leaving)).isNull();
  }

  @Test
  void queueIsBoundedAndServedInItsOrder() {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(call("GET"));
      assertThat(pool.offer(calls.getLast(), false).place()).isEqualTo(Place.QUEUE);
    }
    assertThat(offer().place()).isEqualTo(Place.FULL);
    Worker worker = worker(1, 1);
    for (Call each : calls) {
      assertThat(pool.next(worker)).isSameAs(each);
      assertThat(pool.next(worker)).isNull();
      pool.finished(worker, each);
    }
  }

  @Test
  void requestThatWasTakenBeforeGoesFirstAndIsNeverTurnedAway() {
    for (int i = 0; i < 3; i++) {
      offer();
    }
    pool.close();
    Call again = call("GET");
    assertThat(pool.offer(again, true).place()).isEqualTo(Place.QUEUE);
    assertThat(offer().place()).isEqualTo(Place.CLOSED);
    assertThat(pool.next(worker(1, 1))).isSameAs(again);
  }

  @Test
  void oneRequestWaitsAtAWorkerOnlyWhereRequestsAreShort() {
    Worker worker = worker(1, 1);
    worker.meanNanos = 1e6;
    assertThat(offer().worker()).isSameAs(worker);
    assertThat(offer().worker()).isSameAs(worker);
    assertThat(offer().place()).isEqualTo(Place.QUEUE);
    worker.meanNanos = 1e9;
    Call first = pool.workers().getFirst().calls.values().iterator().next();
    pool.finished(worker, first);
    assertThat(pool.next(worker)).as("one is at work, the next would wait").isNull();
  }

  @Test
  void onlyAsManyAsThereAreThreadsMayHaveBegun() {
    Worker worker = worker(1, 1);
    worker.meanNanos = 1e6;
    Call first = call("POST");
    Call second = call("POST");
    pool.offer(first, false);
    pool.offer(second, false);
    assertThat(pool.mayHaveBegun(first)).isTrue();
    assertThat(pool.mayHaveBegun(second)).isFalse();
    pool.finished(worker, first);
    assertThat(pool.mayHaveBegun(second)).isTrue();
    assertThat(pool.remove(worker)).containsExactly(second);
    assertThat(pool.pending()).isZero();
  }

  @Test
  void callThatGoesOnWithoutItsThreadLeavesRoom() {
    Worker worker = worker(1, 1);
    Call hijacked = call("GET");
    pool.offer(hijacked, false);
    pool.freed(worker, hijacked);
    assertThat(offer().worker()).isSameAs(worker);
    pool.finished(worker, hijacked);
    assertThat(worker.load).isEqualTo(1);
  }

  @Test
  void slotsAreNotUsedAgainWhileTheyAreTaken() {
    Worker worker = worker(1, 2);
    Call stays = call("GET");
    pool.offer(stays, false);
    for (int i = 0; i < 70_000; i++) {
      Call each = call("GET");
      pool.offer(each, false);
      assertThat(each.id).isNotEqualTo(stays.id).isBetween(1, 65_535);
      pool.finished(worker, each);
    }
  }

  @Test
  void lateAndOverdueAreFoundByTheirTimes() {
    Worker worker = worker(1, 1);
    Call runs = call("GET");
    pool.offer(runs, false);
    offer();
    assertThat(pool.late(Long.MAX_VALUE / 2)).isEmpty();
    assertThat(pool.overdue(Long.MAX_VALUE / 2)).isEmpty();
    assertThat(pool.late(-1)).hasSize(1);
    assertThat(pool.overdue(-1)).extracting(Pool.Overdue::call).containsExactly(runs);
    pool.doom(worker);
    assertThat(pool.overdue(-1)).isEmpty();
  }
}
