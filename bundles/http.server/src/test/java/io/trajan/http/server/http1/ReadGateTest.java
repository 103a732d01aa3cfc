package io.trajan.http.server.http1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.trajan.http.server.exchange.BodyPipe;
import io.trajan.request.ByteSource.Reader;
import io.trajan.request.Fields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadGateTest {
  private static final int WINDOW = 10_000;

  private final DefaultEventLoop executor = new DefaultEventLoop();
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final AtomicInteger words = new AtomicInteger();
  private volatile boolean held;
  private final ReadGate gate =
      new ReadGate(executor, channel, WINDOW, () -> held, words::incrementAndGet);
  private final BodyPipe pipe = new BodyPipe(gate, BodyPipe.UNKNOWN);

  @AfterEach
  void stop() throws InterruptedException {
    pipe.drop();
    assertThat(channel.finish()).isFalse();
    executor.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
    assertThat(executor.isTerminated()).isTrue();
  }

  private <T> T onLoop(Callable<T> work) throws Exception {
    return executor.submit(work).get(10, TimeUnit.SECONDS);
  }

  private void receive(int bytes) throws Exception {
    onLoop(
        () -> {
          pipe.offer(Unpooled.wrappedBuffer(new byte[bytes]));
          gate.pauseIfFull();
          return bytes;
        });
  }

  private boolean isRead() throws Exception {
    return onLoop(() -> channel.config().isAutoRead());
  }

  /** Takes one piece on the thread of the test, as an application does. */
  private void take() {
    pipe.read(
        new Reader() {
          @Override
          public void piece(ByteBuffer piece) {}

          @Override
          public void end(Fields trailers) {}

          @Override
          public void failed(IOException cause) {}
        });
  }

  private void leadsToThePipe(boolean expectsContinue) throws Exception {
    onLoop(
        () -> {
          gate.leadsTo(pipe, expectsContinue);
          return pipe;
        });
  }

  @Test
  void itShutsWhenTheWindowIsFullAndOpensWhenHalfOfItIsEmpty() throws Exception {
    leadsToThePipe(false);
    receive(4_000);
    receive(4_000);
    assertThat(isRead()).isTrue();
    receive(4_000);
    assertThat(isRead()).isFalse();
    take();
    assertThat(isRead()).as("more than half is there").isFalse();
    take();
    assertThat(isRead()).isTrue();
    assertThat(words).hasValue(0);
  }

  @Test
  void itStaysShutWhileFurtherRequestsWait() throws Exception {
    leadsToThePipe(false);
    receive(WINDOW + 1);
    held = true;
    take();
    assertThat(isRead()).isFalse();
    held = false;
    take();
    assertThat(isRead()).as("a reader that waits opens it, too").isTrue();
  }

  @Test
  void whoExpectsAWordGetsItOnceAndOnlyWhenTheBodyIsWanted() throws Exception {
    leadsToThePipe(true);
    assertThat(onLoop(gate::isContinueWanted)).isTrue();
    assertThat(words).hasValue(0);
    take();
    assertThat(onLoop(gate::isContinueWanted)).isFalse();
    assertThat(words).hasValue(1);
    receive(1);
    take();
    assertThat(onLoop(words::get)).isEqualTo(1);
  }

  @Test
  void whoWasAnsweredOrSendsAlreadyNeedsNoWord() throws Exception {
    leadsToThePipe(true);
    onLoop(
        () -> {
          gate.forgetContinue();
          return gate;
        });
    take();
    assertThat(onLoop(words::get)).isZero();
  }

  @Test
  void aReaderIsNoReasonToOpenItWhenItLeadsNowhere() throws Exception {
    onLoop(
        () -> {
          gate.pause();
          return gate;
        });
    gate.consumed(1);
    assertThat(isRead()).isFalse();
    onLoop(
        () -> {
          gate.resume();
          return gate;
        });
    assertThat(isRead()).isTrue();
  }

  @Test
  void aLoopThatIsGoneHarmsNobody() throws Exception {
    leadsToThePipe(true);
    executor.shutdownGracefully(0, 5, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
    gate.wanted();
    assertThat(words).hasValue(0);
  }
}
