package io.trajan.rack.adapter.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkQueueTest {
  @Test
  void whatWaitsWhenItIsClosedIsHandedOutOnceAndNotTaken() {
    WorkQueue<String> queue = new WorkQueue<>(3);
    assertThat(queue.offer("a")).isTrue();
    assertThat(queue.offer("b")).isTrue();
    assertThat(queue.take()).isEqualTo("a");
    queue.close();
    assertThat(queue.take()).isNull();
    assertThat(queue.offer("c")).isFalse();
    assertThat(queue.drain()).containsExactly("b");
    assertThat(queue.drain()).isEmpty();
    assertThat(queue.size()).isZero();
  }

  @Test
  void threadThatWasInterruptedSleeps() throws InterruptedException {
    WorkQueue<String> queue = new WorkQueue<>(1);
    Thread taker =
        Thread.ofPlatform()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  queue.take();
                });
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (taker.getState() != Thread.State.WAITING && System.nanoTime() < deadline) {
      LockSupport.parkNanos(100_000);
    }
    Thread.State state = taker.getState();
    queue.close();
    assertThat(taker.join(Duration.ofSeconds(10))).isTrue();
    assertThat(state).isEqualTo(Thread.State.WAITING);
  }

  @Test
  void eachPieceIsTakenOrRefusedOrHandedOutHoweverTheCloseFalls() throws InterruptedException {
    for (int round = 0; round < 300; round++) {
      closeUnderLoad(100 + round % 50);
    }
  }

  private static void closeUnderLoad(int each) throws InterruptedException {
    WorkQueue<Integer> queue = new WorkQueue<>(1000);
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch begun = new CountDownLatch(1);
    List<Thread> threads = new ArrayList<>();
    threads.add(Thread.ofPlatform().start(() -> takeAll(queue, seen)));
    for (int t = 0; t < 2; t++) {
      int from = t * each;
      threads.add(Thread.ofPlatform().start(() -> offerAll(queue, from, each, seen, begun)));
    }
    begun.await();
    queue.close();
    seen.addAll(queue.drain());
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(queue.drain()).isEmpty();
    assertThat(queue.size()).isZero();
    assertThat(seen).hasSize(2 * each).doesNotHaveDuplicates();
  }

  private static void takeAll(WorkQueue<Integer> queue, List<Integer> seen) {
    for (Integer item = queue.take(); item != null; item = queue.take()) {
      seen.add(item);
    }
  }

  private static void offerAll(
      WorkQueue<Integer> queue, int from, int count, List<Integer> seen, CountDownLatch begun) {
    for (int i = from; i < from + count; i++) {
      if (!queue.offer(i)) {
        seen.add(i);
      }
      if (i - from == 20) {
        begun.countDown();
      }
    }
  }
}
