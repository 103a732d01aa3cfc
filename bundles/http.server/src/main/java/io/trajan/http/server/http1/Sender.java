package io.trajan.http.server.http1;

import io.netty.channel.Channel;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.ssl.SslHandler;
import io.trajan.http.server.exchange.FilePump;
import io.trajan.http.server.net.Sockets;
import io.trajan.request.Fields;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;

/** What the connection does for the answer that is being made. Confined to the event loop. */
@SuppressWarnings(
    "FutureReturnValueIgnored") // What becomes of writes and closes is told by events.
final class Sender {
  /** How long a head waits for something to follow it. */
  private static final long HEAD_PATIENCE_MILLIS = 50;

  private final Http1Connection connection;
  private final Channel channel;
  private final Life life;
  private final Output output;
  private final ReadGate gate;

  Sender(Http1Connection connection) {
    this.connection = connection;
    this.channel = connection.channel;
    this.life = connection.life;
    this.output = connection.output;
    this.gate = connection.gate;
  }

  /** Whether the socket takes more without queueing much; any thread. */
  boolean isWritable() {
    return channel.isWritable();
  }

  /** Adds a head; decides whether the connection closes behind the answer. */
  void head(int status, Fields fields, long length, boolean chunked, int following) {
    boolean draining = connection.departure.isDraining();
    boolean close = life.closes() || draining || leavesTooMuch();
    gate.forgetContinue(); // Nothing may come between the octets of an answer.
    boolean http10 = connection.reception.isHttp10();
    if (connection.answers.head(status, fields, length, chunked, close, http10, following)) {
      life.close();
    }
  }

  /** Whether more of the request is outstanding than is worth reading to keep the connection. */
  private boolean leavesTooMuch() {
    long drainBytes = connection.profile().limits().drainBytes();
    return !life.isRequestEnded()
        && (gate.isContinueWanted() || connection.intake.guard().announced() > drainBytes);
  }

  /** Sends a region of a file, by sendfile(2) where nothing is between us and the socket. */
  void file(Http1Exchange owner, FileChannel file, long position, long count, Runnable after) {
    if (channel.pipeline().get(SslHandler.class) == null) {
      output.write(new DefaultFileRegion(file, position, count));
      after.run();
    } else {
      FilePump.Target target =
          (bytes, written) -> {
            output.write(bytes);
            output.then(written);
            output.flush();
          };
      owner.pumpFile(new FilePump(channel.alloc(), target, file, position, count), after);
    }
  }

  /** Sends a held back head if nothing follows it for a while. */
  void hurryLater(Http1Exchange waiting) {
    connection
        .loop
        .executor()
        .schedule(waiting::hurryHead, HEAD_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Ends an answer so that the client notices that it is not whole. */
  void breakOff(Http1Exchange broken, String why) {
    if (connection.conversation.isAbout(broken) || broken.hasBegunHere()) {
      output.flush();
      if (connection.reception.isHttp10()) {
        Sockets.resetOnClose(channel);
      }
      broken.done(why);
      channel.close();
    }
  }
}
