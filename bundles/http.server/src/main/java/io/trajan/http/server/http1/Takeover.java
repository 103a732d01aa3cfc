package io.trajan.http.server.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the connection does for an application that has taken it over. On the event loop. */
final class Takeover {
  private final Http1Connection connection;
  private @Nullable RawPipe raw;

  Takeover(Http1Connection connection) {
    this.connection = connection;
  }

  /** Whether the connection was taken over. */
  boolean isDone() {
    return raw != null;
  }

  /** From now on bytes go to and come from the application, those that are here first. */
  void begin(RawPipe pipe) {
    connection.life.takenOver();
    raw = pipe;
    ChannelPipeline pipeline = connection.channel.pipeline();
    pipeline.remove(HttpRequestDecoder.class);
    pipeline.remove(Assembler.class);
    connection.gate.leadsTo(pipe.input(), false);
    connection.conversation.moveBodyTo(pipe.input());
    ByteBuf held = connection.intake.takeHeld();
    if (held != null) {
      pipe.input().offer(held);
    }
    if (connection.life.isInputEnded()) {
      pipe.endInput();
    }
    connection.gate.resume();
    pipe.connect();
  }

  /** Bytes came; they are ours from now on. */
  void received(ByteBuf bytes) {
    RawPipe pipe = raw;
    if (pipe == null) {
      bytes.release();
      return;
    }
    pipe.input().offer(bytes);
    connection.gate.pauseIfFull();
  }

  /** Sends what the application wrote, and ends behind it if {@code close}. */
  void send(List<ByteBuf> buffers, boolean close) {
    if (!connection.life.is(Phase.RAW)) {
      buffers.forEach(ByteBuf::release);
      return;
    }
    buffers.forEach(connection.output::write);
    if (close) {
      connection.ending.lingerWhenWritten();
    } else {
      connection.output.flush();
    }
  }

  /** The socket takes more. */
  void resume() {
    if (raw != null) {
      raw.resume();
    }
  }

  /** The client sends no more. */
  void endInput() {
    if (raw != null) {
      raw.endInput();
    }
  }

  /** The connection is gone. */
  void end() {
    if (raw != null) {
      raw.end(connection.life.isInputEnded() ? null : "the connection is closed");
    }
  }
}
