package io.trajan.http.server.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.unix.UnixChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslHandler;
import io.trajan.http.server.exchange.BodyPipe;
import io.trajan.http.server.exchange.FilePump;
import io.trajan.http.server.exchange.RequestHead;
import io.trajan.http.server.net.Connection;
import io.trajan.http.server.net.ConnectionFacts;
import io.trajan.http.server.net.Counters.Event;
import io.trajan.http.server.net.Heir;
import io.trajan.http.server.net.Limits;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Pace;
import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;
import io.trajan.http.server.net.Sockets;
import io.trajan.http.server.wire.Refusal;
import io.trajan.http.server.wire.RequestFields;
import io.trajan.http.server.wire.RequestFields.Expectation;
import io.trajan.http.server.wire.RequestTarget;
import io.trajan.request.Fields;
import io.trajan.request.RequestBody;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of HTTP/1.0 or 1.1 (RFC 9112). One request at a time: the next one is decoded when
 * the answer before it is made, so answers are in order by construction. Confined to its event
 * loop.
 *
 * <pre>
 *   IDLE --first octet--> HEAD --header, no or small body--> COLLECT --body complete--> SERVE
 *                           \---header, large body-----------------------------------> SERVE
 *   SERVE --answer made, request complete--> IDLE, even with some of it still to be written
 *   SERVE --answer made, body still coming--> DRAIN --body complete--> IDLE
 *   any   --refusal, or answer with Connection: close--> LINGER --client closes, or deadline--> CLOSED
 *   SERVE --hijack--> RAW
 * </pre>
 *
 * <p>Budget of a small request on a kept connection: {@code epoll_wait}, one {@code recv} into a
 * pooled buffer, the decoder's objects, the exchange and its head; one {@code send}. When the
 * answer comes from another thread one task more, and one {@code write} to the loop's eventfd if it
 * sleeps.
 */
@SuppressWarnings({
  "FutureReturnValueIgnored",
  "ReferenceEquality"
}) // What becomes of writes and closes is told by events.
public final class Http1Connection extends Connection implements BodyPipe.Source {
  private enum Phase {
    IDLE,
    HEAD,
    COLLECT,
    SERVE,
    DRAIN,
    LINGER,
    RAW,
    CLOSED
  }

  private static final Logger LOG = LoggerFactory.getLogger(Http1Connection.class);

  /** How long a head waits for something to follow it. */
  private static final long HEAD_PATIENCE_MILLIS = 50;

  /** How long a header may take while this server is about to leave. */
  private static final long LEAVING_NANOS = 1_000_000_000L;

  private static final int LINGER_BYTES = 1 << 20;

  private final Loop loop;
  private final Profile profile;
  private final Limits limits;
  private final Peer peer;
  private final Channel channel;
  private final Intake intake;
  private final Output output;
  private final Answers answers;
  private final Pace bodyPace;
  private final Pace writePace;
  private final long createdNanos = System.nanoTime();
  private Phase phase = Phase.IDLE;
  private @Nullable Http1Exchange exchange;
  private @Nullable BodyPipe body;
  private @Nullable RawPipe raw;
  private @Nullable DefaultFileRegion region;
  private long sinceNanos;
  private long receivedNanos;
  private long requests;
  private long lingered;
  private long sent;
  private boolean http10;
  private boolean refused;
  private boolean requestEnded;
  private boolean answered;
  private boolean closes;
  private boolean clientCloses;
  private boolean draining;
  private boolean reading;
  private boolean inputEnded;
  private boolean leaving;
  private boolean shut;
  private @Nullable Heir heir;
  private volatile boolean continueWanted;
  private volatile boolean paused;

  /** A connection whose handlers are not installed yet. */
  public Http1Connection(Loop loop, Profile profile, Peer peer, Channel channel) {
    this.loop = loop;
    this.profile = profile;
    this.limits = profile.limits();
    this.peer = peer;
    this.channel = channel;
    this.intake = new Intake(this, limits.guard());
    this.output = new Output(channel);
    this.answers = new Answers(loop, profile, output);
    this.bodyPace = new Pace(limits.body(), limits.bodyBytesPerSecond());
    this.writePace = new Pace(limits.write(), limits.writeBytesPerSecond());
  }

  /** Puts the handlers at the end of the pipeline; on the event loop. */
  public void install() {
    channel
        .pipeline()
        .addLast(intake)
        .addLast(Assembler.decoder(limits.guard()))
        .addLast(new Assembler(this));
    loop.add(this);
  }

  /** Takes the handlers away again: it is another protocol. */
  public void uninstall() {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.remove(Assembler.class);
    pipeline.remove(HttpRequestDecoder.class);
    pipeline.remove(intake);
    loop.remove(this);
    phase = Phase.CLOSED;
  }

  /** The first octets of something came. */
  public void begins() {
    requestStarts();
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

  boolean isReading() {
    return reading;
  }

  /** Whether what comes in is not listened to any more. */
  boolean isDeaf() {
    return refused || (answered && closes) || phase == Phase.LINGER || phase == Phase.CLOSED;
  }

  /** Whether the next bytes can be decoded now. */
  boolean takesMore() {
    return !isDeaf()
        && phase != Phase.RAW
        && !intake.guard().isEnded()
        && (phase != Phase.IDLE || channel.isWritable());
  }

  /** Whether the decoder has not seen the end of the current message. */
  boolean expectsMore() {
    return !requestEnded && !isDeaf() && phase != Phase.RAW;
  }

  void requestStarts() {
    if (phase == Phase.IDLE) {
      phase = Phase.HEAD;
      receivedNanos = System.nanoTime();
    }
  }

  void head(HttpRequest request) {
    Fields fields = FieldsHeaders.of(request.headers());
    http10 = request.protocolVersion().minorVersion() == 0;
    String method = request.method().name();
    RequestTarget target = RequestTarget.of(method, request.uri(), fields, http10);
    Expectation expectation = RequestFields.expectation(fields, http10);
    Refusal refusal = expectation == Expectation.UNKNOWN ? Refusal.EXPECTATION : target.refusal();
    if (refusal != null) {
      refuse(refusal);
      return;
    }
    if (!request.uri().startsWith("/") && !target.authority().isEmpty()) {
      fields.set("Host", target.authority()); // Nobody further in must go by another (§3.2.2).
    }
    clientCloses = RequestFields.closes(fields, http10);
    closes = clientCloses || (inputEnded && !intake.holdsMore());
    requests++;
    String protocol = http10 ? "HTTP/1.0" : "HTTP/1.1";
    begin(
        new RequestHead(
            method,
            request.uri(),
            target.path(),
            target.query(),
            protocol,
            target.authority(),
            fields),
        expectation == Expectation.CONTINUE);
  }

  private void begin(RequestHead head, boolean expectsContinue) {
    long length = intake.guard().bodyLength();
    continueWanted = expectsContinue && length != 0;
    BodyPipe pipe = length == 0 ? null : new BodyPipe(this, length);
    body = pipe;
    bodyPace.reset();
    exchange =
        new Http1Exchange(this, head, pipe == null ? RequestBody.EMPTY : pipe, receivedNanos);
    phase = Phase.COLLECT;
    if (length < 0 || length > limits.collectBytes() || continueWanted) {
      dispatch();
    }
  }

  private void dispatch() {
    Http1Exchange ready = exchange;
    if (ready != null) {
      phase = Phase.SERVE;
      profile.counters().count(Event.REQUESTS);
      loop.gate().pass(ready);
    }
  }

  /** A piece of the body, which is the connection's from now on. */
  void content(ByteBuf bytes) {
    continueWanted = false;
    bodyPace.moved(bytes.readableBytes());
    BodyPipe pipe = body;
    if (pipe == null || answered) {
      bytes.release();
      return;
    }
    pipe.offer(bytes);
    if (phase == Phase.SERVE) {
      pauseBehind(pipe);
    }
  }

  void end(Fields trailers) {
    if (!intake.guard().isEnded()) {
      refuse(Refusal.AMBIGUOUS_END);
      return;
    }
    requestEnded = true;
    BodyPipe pipe = body;
    if (pipe != null) {
      pipe.finish(trailers);
    }
    if (phase == Phase.COLLECT) {
      dispatch();
    } else if (phase == Phase.DRAIN) {
      next();
    }
  }

  /** The client sends no more; what it sent ahead is still answered. */
  void inputEnded() {
    inputEnded = true;
    endInput();
  }

  private void endInput() {
    if (intake.holdsMore()) {
      return;
    }
    closes = true;
    switch (phase) {
      case IDLE, HEAD, COLLECT, DRAIN -> closeWhenWritten();
      case SERVE -> {
        if (!requestEnded && body != null) {
          body.fail(new IOException("the client left in the middle of the body"));
        }
      }
      case RAW -> {
        if (raw != null) {
          raw.endInput();
        }
      }
      case LINGER -> {
        if (output.isEmpty()) {
          channel.close();
        }
      }
      case CLOSED -> {}
    }
  }

  /** Closes behind the answers that a slow client has not taken yet. */
  private void closeWhenWritten() {
    if (output.isEmpty()) {
      channel.close();
      return;
    }
    phase = Phase.LINGER;
    lingerWhenWritten();
  }

  private void lingerWhenWritten() {
    output.then(written -> linger());
    output.flush();
  }

  /** Refuses what the client sent, with an answer if none was begun, and closes. */
  void refuse(Refusal why) {
    if (isDeaf() || phase == Phase.RAW) {
      return;
    }
    profile.counters().count(why);
    refused = true;
    closes = true;
    Http1Exchange current = exchange;
    BodyPipe pipe = body;
    if (phase == Phase.SERVE && current != null) {
      current.refuseRest(why);
      if (pipe != null) {
        pipe.fail(new IOException(why.text()));
      }
    } else if (phase == Phase.DRAIN) {
      phase = Phase.LINGER;
      lingerWhenWritten();
    } else {
      answerRefusal(why);
    }
  }

  private void answerRefusal(Refusal why) {
    if (body != null) {
      body.drop();
    }
    exchange = null;
    answers.refusal(why);
    phase = Phase.LINGER;
    lingerWhenWritten();
  }

  void discarded(int bytes) {
    lingered += bytes;
    if (lingered > LINGER_BYTES && shut) {
      channel.close();
    } else if (lingered > LINGER_BYTES) {
      pauseReading(); // Until the answer is written.
    }
  }

  boolean isRaw() {
    return phase == Phase.RAW;
  }

  void rawBytes(ByteBuf bytes) {
    RawPipe pipe = raw;
    if (pipe == null) {
      bytes.release();
      return;
    }
    pipe.input().offer(bytes);
    pauseBehind(pipe.input());
  }

  // Reading pauses while nobody wants the bytes

  void pauseReading() {
    if (!paused) {
      paused = true;
      channel.config().setAutoRead(false);
    }
  }

  /** Pauses while the reader of a pipe is behind. */
  private void pauseBehind(BodyPipe pipe) {
    if (pipe.held() > limits.windowBytes()) {
      pauseReading();
      bodyConsumed(); // The reader may have emptied it before it could see the pause.
    }
  }

  private void resumeReading() {
    if (paused) {
      paused = false;
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void wanted() {
    if (continueWanted || paused) {
      onLoop(this::bodyWanted);
    }
  }

  @Override
  public void consumed(int bytes) {
    if (paused) {
      onLoop(this::bodyConsumed);
    }
  }

  private void bodyWanted() {
    if (continueWanted && exchange != null && !answered) {
      continueWanted = false;
      answers.goOn();
      output.flush();
    }
    bodyConsumed();
  }

  private void bodyConsumed() {
    BodyPipe pipe = raw != null ? raw.input() : body;
    if (paused && pipe != null && pipe.held() <= limits.windowBytes() / 2 && !intake.holdsMore()) {
      resumeReading();
    }
  }

  private void onLoop(Runnable work) {
    if (loop.executor().inEventLoop()) {
      work.run();
      return;
    }
    try {
      loop.executor().execute(work);
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: the event loop is gone", peer.remote(), e);
    }
  }

  // What goes out

  boolean isHttp10() {
    return http10;
  }

  boolean isWritable() {
    return channel.isWritable();
  }

  Output output() {
    return output;
  }

  Peer peer() {
    return peer;
  }

  Loop loop() {
    return loop;
  }

  void putHead(int status, Fields fields, long length, boolean chunked, int following) {
    continueWanted &= !draining;
    boolean close = closes || draining || leavesTooMuch();
    closes |= answers.head(status, fields, length, chunked, close, http10, following);
  }

  /** Whether more of the request is outstanding than is worth reading to keep the connection. */
  private boolean leavesTooMuch() {
    return !requestEnded && (continueWanted || intake.guard().announced() > limits.drainBytes());
  }

  Answers answers() {
    return answers;
  }

  void closeAfterAnswer() {
    closes = true;
  }

  /** The answer was made; it may not be written yet. */
  void answered(Http1Exchange made) {
    if (made != exchange) {
      return;
    }
    answered = true;
    if (body != null) {
      body.drop();
    }
    if (!closes && requestEnded) {
      next();
    } else if (!closes) {
      phase = Phase.DRAIN;
      resumeReading();
    }
  }

  private void next() {
    exchange = null;
    body = null;
    answered = false;
    requestEnded = false;
    phase = Phase.IDLE;
    sinceNanos = 0;
    intake.guard().next();
    proceed();
  }

  /** Goes on with what was received ahead. */
  private void proceed() {
    intake.pump();
    if (inputEnded) {
      endInput();
    } else if (!intake.holdsMore() && phase != Phase.SERVE) {
      resumeReading();
    }
  }

  /** An answer was written, or could not be. */
  void written(Http1Exchange done) {
    if (done == exchange && answered && closes && phase != Phase.LINGER) {
      linger();
    } else if (heir != null) {
      tryHandOver();
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
    if (raw != null) {
      raw.resume();
    }
    if (phase == Phase.IDLE && intake.holdsMore()) {
      proceed();
    }
  }

  void sendFile(Http1Exchange owner, FileChannel file, long position, long count, Runnable after) {
    if (channel.pipeline().get(SslHandler.class) == null) {
      DefaultFileRegion whole = new DefaultFileRegion(file, position, count);
      region = whole;
      output.write(whole, written -> fileWritten(whole));
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

  private void fileWritten(DefaultFileRegion whole) {
    if (region == whole) {
      region = null;
    }
  }

  /** Sends a held back head if nothing follows it for a while. */
  void hurryLater(Http1Exchange waiting) {
    loop.executor().schedule(waiting::hurryHead, HEAD_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Ends an answer so that the client notices that it is not whole. */
  void breakOff(Http1Exchange broken, String why) {
    if (broken == exchange || broken.hasBegunHere()) {
      output.flush();
      if (http10) {
        Sockets.resetOnClose(channel);
      }
      broken.done(why);
      channel.close();
    }
  }

  // Hijack

  void becomeRaw(Http1Exchange taken, RawPipe pipe) {
    phase = Phase.RAW;
    raw = pipe;
    continueWanted = false;
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.remove(HttpRequestDecoder.class);
    pipeline.remove(Assembler.class);
    if (body != null) {
      body.moveTo(pipe.input());
    }
    ByteBuf held = intake.takeHeld();
    if (held != null) {
      pipe.input().offer(held);
    }
    if (inputEnded) {
      pipe.endInput();
    }
    resumeReading();
    pipe.connect();
  }

  void sendRaw(List<ByteBuf> buffers, boolean close) {
    if (phase != Phase.RAW) {
      buffers.forEach(ByteBuf::release);
      return;
    }
    buffers.forEach(output::write);
    if (close) {
      lingerWhenWritten();
    } else {
      output.flush();
    }
  }

  // The end

  /**
   * Sends the end of the stream and reads until the client has seen it, so that nothing is lost.
   */
  private void linger() {
    if (phase == Phase.CLOSED || shut) {
      return;
    }
    boolean clean = clientCloses && requestEnded && !intake.holdsMore() && !refused;
    phase = Phase.LINGER;
    shut = true;
    lingered = 0;
    sinceNanos = System.nanoTime();
    intake.release();
    if (clean || inputEnded || !channel.isActive()) {
      channel.close();
    } else {
      Sockets.shutdownOutput(channel);
      resumeReading();
    }
  }

  void failed(Throwable cause) {
    LOG.debug("{}: connection failed", peer.remote(), cause);
    channel.close();
  }

  void closed() {
    if (phase == Phase.CLOSED) {
      return;
    }
    phase = Phase.CLOSED;
    loop.remove(this);
    intake.release();
    output.release();
    endExchange();
  }

  private void endExchange() {
    BodyPipe pipe = body;
    if (pipe != null) {
      pipe.fail(new IOException("the client left"));
    }
    RawPipe stream = raw;
    if (stream != null) {
      stream.end(inputEnded ? null : "the connection is closed");
    }
    Http1Exchange current = exchange;
    if (current != null && !current.isOver()) {
      if (stream == null) {
        profile.counters().count(Event.CLIENT_LEFT);
      }
      current.done(stream == null ? "the client left" : null);
    }
  }

  // Deadlines

  @Override
  protected void tick(long now) {
    if (!shut && isWritingTooSlow(now)) {
      profile.counters().count(Event.SLOW_READER);
      abandon();
      return;
    }
    switch (phase) {
      case IDLE -> tickIdle(now);
      case HEAD -> {
        if (now - receivedNanos > headerPatience()) {
          refuse(Refusal.HEADER_TIMEOUT);
        }
      }
      case COLLECT, DRAIN -> tickBody(now, true);
      case SERVE -> tickBody(now, !requestEnded && body != null && body.isWanted());
      case LINGER -> {
        if (shut && now - sinceNanos > limits.linger().toNanos()) {
          channel.close();
        }
      }
      case RAW, CLOSED -> {}
    }
  }

  private void tickIdle(long now) {
    tryHandOver();
    if (sinceNanos == 0 || !output.isEmpty()) {
      sinceNanos = now; // Who still takes an answer does not idle.
    } else if (draining || now - sinceNanos > limits.idle().toNanos()) {
      if (!draining) {
        profile.counters().count(Event.IDLE_CLOSED);
      }
      linger();
    }
  }

  /** Who is about to leave does not wait long for what may never be a request. */
  private long headerPatience() {
    long usual = limits.header().toNanos();
    return draining || heir != null ? Math.min(usual, LEAVING_NANOS) : usual;
  }

  private void tickBody(long now, boolean wanted) {
    if (bodyPace.isTooSlow(now, wanted && !paused)) {
      refuse(Refusal.BODY_TIMEOUT);
    }
  }

  private boolean isWritingTooSlow(long now) {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    long pending = buffer == null ? 0 : buffer.totalPendingWriteBytes();
    DefaultFileRegion file = region;
    long fromFile = file == null ? 0 : file.transferred();
    long gone = output.total() - pending + fromFile;
    writePace.moved(Math.max(0, gone - sent));
    sent = Math.max(sent, gone);
    return writePace.isTooSlow(now, pending > 0 || file != null);
  }

  @Override
  public void drain() {
    if (!draining) {
      draining = true;
      sinceNanos = phase == Phase.IDLE ? 0 : sinceNanos;
      if (phase == Phase.RAW) {
        lingerWhenWritten();
      }
    }
  }

  @Override
  public void handOver(Heir to) {
    if (channel.pipeline().get(SslHandler.class) != null || phase == Phase.RAW) {
      drain();
      return;
    }
    heir = to;
    tryHandOver();
  }

  /** Leaves between two requests: what the client sends next is read by who has the socket then. */
  private void tryHandOver() {
    Heir to = heir;
    if (to == null || leaving || phase != Phase.IDLE || intake.holdsMore() || !output.isEmpty()) {
      return;
    }
    if (!to.hasRoom()) {
      heir = null;
      drain();
      return;
    }
    leaving = true;
    channel.deregister().addListener(done -> deregistered(to));
  }

  private void deregistered(Heir to) {
    leaving = false;
    if (phase == Phase.CLOSED || !channel.isOpen()) {
      return;
    }
    if (phase == Phase.IDLE && !intake.holdsMore() && output.isEmpty() && !inputEnded) {
      phase = Phase.CLOSED;
      loop.remove(this);
      to.take(profile, ((UnixChannel) channel).fd().intValue(), peer);
    } else {
      loop.executor().register(channel); // Something came meanwhile; it is answered first.
    }
  }

  @Override
  public void abandon() {
    Http1Exchange current = exchange;
    if (current != null) {
      current.done("broken off by the server");
    }
    channel.close();
  }

  @Override
  public Profile profile() {
    return profile;
  }

  @Override
  public ConnectionFacts facts(long now) {
    return new ConnectionFacts(
        profile.vassal(),
        peer,
        phase == Phase.RAW ? "raw" : http10 ? "HTTP/1.0" : "HTTP/1.1",
        phase.name().toLowerCase(Locale.ROOT),
        requests,
        (now - createdNanos) / 1_000_000);
  }
}
