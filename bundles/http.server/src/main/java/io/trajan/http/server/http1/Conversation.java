package io.trajan.http.server.http1;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.trajan.http.server.exchange.Asked;
import io.trajan.http.server.exchange.BodyPipe;
import io.trajan.http.server.http1.Life.Then;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.wire.Refusal;
import io.trajan.http.server.wire.RequestTarget;
import io.trajan.request.Fields;
import io.trajan.request.RequestBody;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Requests and their answers, one after the other: the next request is decoded when the answer
 * before it is made, so answers are in order by construction. Confined to the event loop.
 */
@SuppressWarnings("ReferenceEquality") // Exchanges are themselves.
final class Conversation {
  private final Http1Connection connection;
  private final Channel channel;
  private final Life life;
  private final Intake intake;
  private final Output output;
  private final ReadGate gate;
  private final Deadlines deadlines;
  private @Nullable Http1Exchange exchange;
  private @Nullable BodyPipe body;
  private boolean reading;

  Conversation(Http1Connection connection) {
    this.connection = connection;
    this.channel = connection.channel;
    this.life = connection.life;
    this.intake = connection.intake;
    this.output = connection.output;
    this.gate = connection.gate;
    this.deadlines = connection.deadlines;
  }

  // What is asked about it

  /** Where the body of the request goes, or null. */
  @Nullable BodyPipe body() {
    return body;
  }

  /** Whether that is the request of now. */
  boolean isAbout(Http1Exchange other) {
    return other == exchange;
  }

  /** Whether what the socket brought is gone through now, with a flush at the end. */
  boolean isReading() {
    return reading;
  }

  /** Whether the application waits for more of a body. */
  boolean waitsForBody() {
    return !life.isRequestEnded() && body != null && body.isWanted();
  }

  /** Whether the next bytes can be decoded now. */
  boolean takesMore() {
    return life.isListening()
        && !intake.guard().isEnded()
        && (!life.is(Phase.IDLE) || channel.isWritable());
  }

  // What comes in

  void readStarted() {
    reading = true;
  }

  void readEnded() {
    reading = false;
    Http1Exchange current = exchange;
    if (current != null) {
      current.hurryIfHeld();
    }
    output.flush();
  }

  /** A request came, of which a body may follow. */
  void begin(HttpRequest request, RequestTarget target, Fields fields, boolean expectsContinue) {
    long length = intake.guard().bodyLength();
    boolean continueWanted = expectsContinue && length != 0;
    BodyPipe pipe = length == 0 ? null : new BodyPipe(gate, length);
    body = pipe;
    gate.leadsTo(pipe, continueWanted);
    deadlines.bodyBegins();
    exchange = new Http1Exchange(connection, asked(request, target, fields, pipe));
    if (length < 0 || length > connection.profile().limits().collectBytes() || continueWanted) {
      dispatch();
    }
  }

  private Asked asked(
      HttpRequest request, RequestTarget target, Fields fields, @Nullable BodyPipe pipe) {
    return new Asked(
        connection.profile(),
        connection.peer,
        request.method().name(),
        request.uri(),
        target,
        connection.reception.isHttp10() ? "HTTP/1.0" : "HTTP/1.1",
        fields,
        pipe == null ? RequestBody.EMPTY : pipe,
        deadlines.headSince());
  }

  /** The application is called. */
  void dispatch() {
    Http1Exchange ready = exchange;
    if (ready != null) {
      life.serves();
      connection.profile().counters().count(Event.REQUESTS);
      connection.loop.gate().pass(ready);
    }
  }

  // What goes out

  /** The answer was made; it may not be written yet. */
  void answered(Http1Exchange made) {
    if (made != exchange) {
      return;
    }
    Then then = life.answers();
    if (body != null) {
      body.drop();
    }
    if (then == Then.NEXT) {
      next();
    } else if (then == Then.READ_ON) {
      gate.resume();
    }
  }

  /** The request and its answer are through; another may come. */
  void next() {
    exchange = null;
    body = null;
    gate.leadsTo(null, false);
    life.next();
    deadlines.idles();
    intake.guard().next();
    proceed();
  }

  /** Goes on with what was received ahead. */
  private void proceed() {
    intake.pump();
    if (life.isInputEnded()) {
      connection.ending.endInput();
    } else if (!intake.holdsMore() && !life.is(Phase.SERVE)) {
      gate.resume();
    }
  }

  /** An answer was written, or could not be. */
  void written(Http1Exchange done) {
    if (done == exchange && life.endsWithAnswer()) {
      connection.ending.linger();
    } else {
      connection.departure.tryNow();
    }
  }

  void writabilityChanged() {
    if (!channel.isWritable()) {
      return;
    }
    Http1Exchange current = exchange;
    if (current != null) {
      current.resumeWriters();
    }
    connection.takeover.resume();
    if (life.is(Phase.IDLE) && intake.holdsMore()) {
      proceed();
    }
  }

  // What ends it

  /** Refuses what the client sent, with an answer if none was begun, and closes. */
  void refuse(Refusal why) {
    Then then = life.refuses();
    if (then == Then.NOTHING) {
      return;
    }
    connection.profile().counters().count(why);
    switch (then) {
      case TELL_APPLICATION -> tellApplication(why);
      case ANSWER_REFUSAL -> answerRefusal(why);
      default -> connection.ending.lingerWhenWritten();
    }
  }

  private void tellApplication(Refusal why) {
    Http1Exchange current = exchange;
    if (current != null) {
      current.refuseRest(why);
    }
    failBody(why.text());
  }

  private void answerRefusal(Refusal why) {
    if (body != null) {
      body.drop();
    }
    exchange = null;
    connection.answers.refusal(why);
    connection.ending.lingerWhenWritten();
  }

  /** The rest of the body will not come. */
  void failBody(String why) {
    if (body != null) {
      body.fail(new IOException(why));
    }
  }

  /** The request was taken over, and what was received of its body with it. */
  void moveBodyTo(BodyPipe other) {
    if (body != null) {
      body.moveTo(other);
    }
  }

  /** The connection is gone. */
  void end() {
    Http1Exchange current = exchange;
    if (current != null && !current.isOver()) {
      boolean taken = connection.takeover.isDone();
      if (!taken) {
        connection.profile().counters().count(Event.CLIENT_LEFT);
      }
      current.done(taken ? null : "the client left");
    }
  }

  /** The server gives up. */
  void abandon() {
    if (exchange != null) {
      exchange.done("broken off by the server");
    }
  }
}
