package io.trajan.http.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LingeringTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new Lingering(Duration.ofSeconds(2)));

  @Test
  void howeverOftenItIsClosedItWaitsForTheClient() {
    ChannelFuture first = channel.pipeline().close();
    ChannelFuture second = channel.pipeline().close();
    assertThat(channel.isOpen()).isTrue();
    assertThat(second.isDone()).isFalse();
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(second.isSuccess()).isTrue();
    channel.advanceTimeBy(3, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(first.isDone()).isTrue();
  }

  @Test
  void butNotForLong() {
    ChannelFuture closed = channel.pipeline().close();
    channel.freezeTime();
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(2, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(closed.isSuccess()).isTrue();
  }

  @Test
  void whatComesMeanwhileIsThrownAway() {
    ByteBuf before = Unpooled.copiedBuffer(new byte[1]);
    ByteBuf behind = Unpooled.copiedBuffer(new byte[1]);
    assertThat(channel.writeInbound(before)).isTrue();
    assertThat(channel.pipeline().close().isDone()).isFalse();
    channel.writeOneInbound(behind).syncUninterruptibly();
    assertThat(behind.refCnt()).isZero();
    assertThat(channel.<ByteBuf>readInbound()).isSameAs(before);
    before.release();
  }
}
