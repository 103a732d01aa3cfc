package io.trajan.http.server.http1;

import io.netty.channel.Channel;
import io.trajan.http.server.net.Sockets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a connection. Its direction is ended first, and the client's is read until it has seen
 * that, so that nothing is lost: a close with bytes unread would be a reset, which could cost the
 * client the end of its answer. Confined to the event loop.
 */
@SuppressWarnings(
    "FutureReturnValueIgnored") // What becomes of writes and closes is told by events.
final class Ending {
  private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

  /** How much is read from a client that goes on sending. */
  private static final int LINGER_BYTES = 1 << 20;

  private final Http1Connection connection;
  private final Channel channel;
  private final Life life;
  private final Output output;
  private long lingered;

  Ending(Http1Connection connection) {
    this.connection = connection;
    this.channel = connection.channel;
    this.life = connection.life;
    this.output = connection.output;
  }

  /** Closes behind the answers that a slow client has not taken yet. */
  void closeWhenWritten() {
    if (output.isEmpty()) {
      channel.close();
      return;
    }
    life.lastWords();
    lingerWhenWritten();
  }

  /** Ends behind what was written so far. */
  void lingerWhenWritten() {
    output.then(written -> linger());
    output.flush();
  }

  /** Sends the end of the stream and reads until the client has seen it. */
  void linger() {
    boolean agreed = life.isAgreed() && !connection.intake.holdsMore();
    if (!life.shuts()) {
      return;
    }
    lingered = 0;
    connection.deadlines.lingers(System.nanoTime());
    connection.intake.release();
    if (agreed || life.isInputEnded() || !channel.isActive()) {
      channel.close();
    } else {
      Sockets.shutdownOutput(channel);
      connection.gate.resume();
    }
  }

  /** Bytes that nobody listens to came. */
  void discarded(int bytes) {
    lingered += bytes;
    if (lingered > LINGER_BYTES && life.isShut()) {
      channel.close();
    } else if (lingered > LINGER_BYTES) {
      connection.gate.pause(); // Until the answer is written.
    }
  }

  /** The client sends no more; what it sent ahead is still answered. */
  void inputEnded() {
    life.inputEnded();
    endInput();
  }

  /** Goes by the end of the client's direction as soon as all before it is dealt with. */
  void endInput() {
    if (connection.intake.holdsMore()) {
      return;
    }
    switch (life.inputEnds()) {
      case CLOSE_BEHIND -> closeWhenWritten();
      case FAIL_BODY ->
          connection.conversation.failBody("the client left in the middle of the body");
      case END_RAW -> connection.takeover.endInput();
      case CLOSE_IF_WRITTEN -> {
        if (output.isEmpty()) {
          channel.close();
        }
      }
      default -> {}
    }
  }

  void failed(Throwable cause) {
    LOG.debug("{}: connection failed", connection.peer.remote(), cause);
    channel.close();
  }

  /** The channel is closed. */
  void closed() {
    if (life.ends()) {
      connection.loop.remove(connection);
      connection.intake.release();
      output.release();
      connection.conversation.failBody("the client left");
      connection.takeover.end();
      connection.conversation.end();
    }
  }
}
