package io.trajan.http.server.http1;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;
import io.trajan.http.server.exchange.BodyPipe;
import io.trajan.http.server.http1.Life.Then;
import io.trajan.http.server.wire.Refusal;
import io.trajan.http.server.wire.RequestFields;
import io.trajan.http.server.wire.RequestFields.Expectation;
import io.trajan.http.server.wire.RequestTarget;
import io.trajan.request.Fields;

/** Takes in what the decoder makes of a request, part by part. Confined to the event loop. */
final class Reception {
  private final Life life;
  private final Intake intake;
  private final ReadGate gate;
  private final Deadlines deadlines;
  private final Conversation conversation;
  private long requests;
  private boolean http10;

  Reception(Http1Connection connection) {
    this.life = connection.life;
    this.intake = connection.intake;
    this.gate = connection.gate;
    this.deadlines = connection.deadlines;
    this.conversation = connection.conversation;
  }

  /** Requests so far. */
  long requests() {
    return requests;
  }

  /** Whether the last request was one of HTTP/1.0. */
  boolean isHttp10() {
    return http10;
  }

  /** The first octets of something came. */
  void begins() {
    if (life.begins()) {
      deadlines.headBegins(System.nanoTime());
    }
  }

  /** The header is complete. */
  void head(HttpRequest request) {
    Fields fields = FieldsHeaders.of(request.headers());
    http10 = request.protocolVersion().minorVersion() == 0;
    String method = request.method().name();
    RequestTarget target = RequestTarget.of(method, request.uri(), fields, http10);
    Expectation expectation = RequestFields.expectation(fields, http10);
    Refusal refusal = expectation == Expectation.UNKNOWN ? Refusal.EXPECTATION : target.refusal();
    if (refusal != null) {
      conversation.refuse(refusal);
      return;
    }
    if (!request.uri().startsWith("/") && !target.authority().isEmpty()) {
      fields.set("Host", target.authority()); // Nobody further in must go by another (§3.2.2).
    }
    requests++;
    life.headRead(RequestFields.closes(fields, http10), intake.holdsMore());
    conversation.begin(request, target, fields, expectation == Expectation.CONTINUE);
  }

  /** A piece of the body came, which is ours from now on. */
  void content(ByteBuf bytes) {
    gate.forgetContinue();
    deadlines.bodyMoved(bytes.readableBytes());
    BodyPipe pipe = conversation.body();
    if (pipe == null || life.isAnswered()) {
      bytes.release();
      return;
    }
    pipe.offer(bytes);
    if (life.is(Phase.SERVE)) {
      gate.pauseIfFull();
    }
  }

  /** The last octet of the request came. */
  void ends(Fields trailers) {
    if (!intake.guard().isEnded()) {
      conversation.refuse(Refusal.AMBIGUOUS_END);
      return;
    }
    Then then = life.requestEnds();
    BodyPipe pipe = conversation.body();
    if (pipe != null) {
      pipe.finish(trailers);
    }
    if (then == Then.DISPATCH) {
      conversation.dispatch();
    } else if (then == Then.NEXT) {
      conversation.next();
    }
  }
}
