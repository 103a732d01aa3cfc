package io.trajan.vassal.process.pool;

import io.trajan.request.ByteSource;
import io.trajan.request.Fields;
import io.trajan.request.LogText;
import io.trajan.request.RawStream;
import io.trajan.request.Response;
import io.trajan.vassal.process.net.Link;
import io.trajan.vassal.process.worker.AnswerHead;
import io.trajan.vassal.process.worker.BadFrameException;
import io.trajan.vassal.process.worker.Frame;
import io.trajan.vassal.process.worker.Frames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * What a worker says, frame by frame. On the thread of the loop, but for pieces of bodies, which
 * come on the threads of their listeners. A worker is its vassal's program and is not trusted: a
 * frame that breaks the rules ends the stream.
 */
public final class WorkerStream implements Link.Listener {
  /** Hears of a worker's life, on the thread of the loop. */
  public interface Life {
    /** It says who it is, and takes requests. */
    void hello(Worker worker, Map<String, String> says);

    /** It says how it is. */
    void stats(Worker worker);

    /** Its stream is closed. */
    void closed(Worker worker, @Nullable Throwable cause);
  }

  private static final int LONGEST_TEXT = 16 * 1024;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Desk desk;
  private final Pool pool;
  private final Worker worker;
  private final Life life;
  private final Logger log;

  /** The listener of a worker's stream. */
  public WorkerStream(Desk desk, Worker worker, Life life) {
    this.desk = desk;
    this.pool = desk.pool();
    this.worker = worker;
    this.life = life;
    this.log = desk.log();
  }

  /** Joins worker and stream and tells the worker what it has to know. */
  public void begin(Link link) {
    worker.link(link);
    String settings = "worker " + worker.number() + "\ncredit " + AnswerFlow.CREDIT_BYTES + "\n";
    link.write(
        Frames.of(
            Frames.HELLO_OK, 0, 0, ByteBuffer.wrap(settings.getBytes(StandardCharsets.UTF_8))));
  }

  @Override
  public void received(ByteBuffer bytes) throws Exception {
    for (Frame frame = Frames.next(bytes); frame != null; frame = Frames.next(bytes)) {
      if (frame.id() == 0) {
        ownFrame(frame);
      } else {
        Call call = pool.call(worker, frame.id());
        if (call != null) {
          callFrame(call, frame);
        }
      }
    }
  }

  @Override
  public void closed(@Nullable Throwable cause) {
    if (cause instanceof BadFrameException bad) {
      worker.fate("broke the protocol: " + bad.getMessage());
    }
    life.closed(worker, cause);
  }

  private void ownFrame(Frame frame) throws BadFrameException {
    switch (frame.type()) {
      case Frames.HELLO -> hello(frame.payload());
      case Frames.STATS -> stats(frame.payload());
      case Frames.LOG -> log(frame);
      default -> throw unexpected(frame);
    }
  }

  private static BadFrameException unexpected(Frame frame) {
    return new BadFrameException("a frame of type " + frame.type() + " for slot " + frame.id());
  }

  private void hello(ByteBuffer payload) throws BadFrameException {
    Map<String, String> says = new TreeMap<>();
    for (String line : text(payload).split("\n")) {
      int space = line.indexOf(' ');
      if (space > 0) {
        says.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    try {
      worker.pid(Integer.parseInt(says.getOrDefault("pid", "")));
    } catch (NumberFormatException e) {
      throw new BadFrameException("a hello without a pid");
    }
    if ("usr1".equals(says.get("recall"))) {
      worker.heedsRecall();
    }
    pool.ready(worker);
    life.hello(worker, says);
    desk.next(worker);
  }

  private void stats(ByteBuffer payload) throws BadFrameException {
    if (payload.remaining() < 16) {
      throw new BadFrameException(
          "stats of " + payload.remaining() + " bytes, expected 16 or more");
    }
    worker.memory(payload.getLong(), payload.getLong());
    life.stats(worker);
  }

  private void log(Frame frame) {
    String text = LogText.indented(text(frame.payload()), LONGEST_TEXT);
    if (frame.flags() == 2) {
      log.error("{}", text);
    } else {
      log.info("{}", text);
    }
  }

  private static String text(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void callFrame(Call call, Frame frame) throws BadFrameException {
    switch (frame.type()) {
      case Frames.ANSWER -> answer(call, frame);
      case Frames.DATA -> data(call, frame);
      case Frames.PULL -> pull(call);
      case Frames.BROKEN -> broken(call, frame.payload());
      case Frames.HIJACK -> hijack(call);
      case Frames.RAW -> raw(call, frame);
      case Frames.INTERIM -> interim(call, frame.payload());
      case Frames.TRAILERS -> trailers(call, frame.payload());
      case Frames.GIVEN -> desk.given(worker, call);
      case Frames.FREE -> desk.freed(worker, call);
      default -> throw unexpected(frame);
    }
  }

  private void answer(Call call, Frame frame) throws BadFrameException {
    ByteBuffer payload = frame.payload();
    AnswerHead head = AnswerHead.read(payload);
    if (call.isAnswered()) {
      throw new BadFrameException("a second answer for slot " + frame.id());
    }
    call.markAnswered();
    Response response = call.response();
    if (frame.isLast()) {
      if (!call.isOver()) {
        response.send(
            head.status(), head.fields(), payload.hasRemaining() ? Bytes.copy(payload) : NOTHING);
      }
      desk.finished(worker, call);
      return;
    }
    start(call, head, frame);
    flow(call).take(payload);
  }

  private void start(Call call, AnswerHead head, Frame frame) {
    Response response = call.response();
    if (!call.isOver()) {
      response.start(head.status(), head.fields());
    }
    boolean raw = (frame.flags() & Frames.RAW_FOLLOWS) != 0;
    if (raw && !call.isDone() && response.canHijack()) {
      RawStream stream = response.hijack();
      call.flow = new AnswerFlow(worker.link(), call, stream, stream);
    } else {
      call.flow = new AnswerFlow(worker.link(), call, response, null);
    }
  }

  private static AnswerFlow flow(Call call) throws BadFrameException {
    AnswerFlow flow = call.flow;
    if (flow == null) {
      throw new BadFrameException("bytes of an answer before its head");
    }
    return flow;
  }

  private void data(Call call, Frame frame) throws BadFrameException {
    flow(call).take(frame.payload());
    if (frame.isLast()) {
      if (!call.isOver()) {
        call.response().end();
      }
      desk.finished(worker, call);
    }
  }

  private void trailers(Call call, ByteBuffer payload) throws BadFrameException {
    AnswerHead head = AnswerHead.read(payload);
    flow(call);
    if (!call.isOver()) {
      call.response().end(head.fields());
    }
    desk.finished(worker, call);
  }

  private void interim(Call call, ByteBuffer payload) throws BadFrameException {
    AnswerHead head = AnswerHead.read(payload);
    if (head.status() >= 200 || head.status() == 101) {
      throw new BadFrameException("an interim answer of status " + head.status());
    }
    if (!call.isOver() && !call.isAnswered()) {
      call.response().interim(head.status(), head.fields());
    }
  }

  private void broken(Call call, ByteBuffer payload) {
    if (!call.isOver()) {
      call.response().abort(new IOException(LogText.safe(text(payload), LONGEST_TEXT)));
    }
    desk.finished(worker, call);
  }

  private void hijack(Call call) throws BadFrameException {
    if (call.isAnswered()) {
      throw new BadFrameException("a connection taken over after its answer");
    }
    call.markAnswered();
    if (call.isDone() || !call.response().canHijack()) {
      call.flow = new AnswerFlow(worker.link(), call, call.response(), null);
      return;
    }
    RawStream stream = call.response().hijack();
    call.flow = new AnswerFlow(worker.link(), call, stream, stream);
  }

  private void raw(Call call, Frame frame) throws BadFrameException {
    AnswerFlow flow = flow(call);
    flow.take(frame.payload());
    if (frame.isLast()) {
      RawStream stream = flow.raw();
      if (stream != null) {
        stream.close();
      }
      desk.finished(worker, call);
    }
  }

  /** Reads one piece of the body, or of the connection taken over, for the worker. */
  private void pull(Call call) {
    AnswerFlow flow = call.flow;
    RawStream stream = flow == null ? null : flow.raw();
    call.touchBody();
    ByteSource source = stream == null ? call.request().body() : stream;
    if (call.isDone()) {
      worker.link().write(Frames.of(Frames.BODY, Frames.LAST | Frames.FAILED, call.id));
    } else {
      source.read(new Piece(worker.link(), call.id));
    }
  }

  /** Passes one piece on. */
  private record Piece(Link link, int id) implements ByteSource.Reader {
    private static final int MOST_BYTES = 256 * 1024;

    @Override
    public void piece(ByteBuffer bytes) {
      while (bytes.hasRemaining()) {
        int size = Math.min(bytes.remaining(), MOST_BYTES);
        ByteBuffer part = bytes.slice(bytes.position(), size);
        bytes.position(bytes.position() + size);
        link.write(Frames.of(Frames.BODY, 0, id, part));
      }
    }

    @Override
    public void end(Fields trailers) {
      link.write(Frames.of(Frames.BODY, Frames.LAST, id));
    }

    @Override
    public void failed(IOException cause) {
      link.write(Frames.of(Frames.BODY, Frames.LAST | Frames.FAILED, id));
    }
  }
}
