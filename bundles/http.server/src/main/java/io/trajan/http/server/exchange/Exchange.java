package io.trajan.http.server.exchange;

import io.trajan.http.server.exchange.Op.Piece;
import io.trajan.http.server.net.Counters;
import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Peer;
import io.trajan.http.server.net.Profile;
import io.trajan.http.server.wire.AnswerFields;
import io.trajan.http.server.wire.BadAnswerException;
import io.trajan.http.server.wire.Reasons;
import io.trajan.http.server.wire.Refusal;
import io.trajan.request.Endpoint;
import io.trajan.request.Fields;
import io.trajan.request.Gate;
import io.trajan.request.Outcome;
import io.trajan.request.Request;
import io.trajan.request.RequestBody;
import io.trajan.request.RequestDispatcher;
import io.trajan.request.Response;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its response, whatever the version of HTTP. What a handler calls on any thread
 * becomes an {@link Op} on a stack; the first one on an empty stack wakes the event loop, the
 * others ride along. So a whole answer costs one object, one compare-and-set and one task, and a
 * hundred chunks written in a row by a busy thread cost a few tasks and a few system calls instead
 * of a hundred.
 *
 * <p>On the event loop the calls are taken in order, checked against the rules both versions share
 * (announced length, statuses without a body), and given to the version's own methods: {@code
 * transmit…}, {@link #breakOff}, {@link #flush}.
 */
public abstract class Exchange
    implements Request, Response, Gate.Call<RequestDispatcher>, Runnable {
  /** Above this many bytes queued, writers are asked to stop. */
  public static final int HIGH_WATER = 128 * 1024;

  /** Below this many, they may go on. */
  public static final int LOW_WATER = 32 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final Fields NO_FIELDS = new Fields();
  private static final int OPEN = 0;
  private static final int STARTED = 1;
  private static final int ENDED = 2;
  private static final VarHandle OPS = handle("ops", Op.class);
  private static final VarHandle QUEUED = handle("queued", long.class);

  private final Loop loop;
  private final Profile profile;
  private final Peer peer;
  private final RequestHead head;
  private final RequestBody body;
  private final long receivedNanos;

  private volatile @Nullable Op ops;
  private volatile long queued;
  private volatile int stage;
  private volatile boolean over;
  private volatile @Nullable Outcome outcome;
  private final List<Consumer<Outcome>> listeners = new ArrayList<>(2);

  private @Nullable Op backlog;
  private @Nullable Op backlogEnd;
  private boolean held;
  private @Nullable List<Runnable> writers;
  private @Nullable Refusal refusal;
  private boolean draining;
  private boolean begun;
  private boolean finished;
  private boolean bodyless;
  private int status;
  private long announced = -1;
  private long bodyBytes;

  /** An exchange that nobody has seen yet. */
  protected Exchange(
      Loop loop,
      Profile profile,
      Peer peer,
      RequestHead head,
      RequestBody body,
      long receivedNanos) {
    this.loop = loop;
    this.profile = profile;
    this.peer = peer;
    this.head = head;
    this.body = body;
    this.receivedNanos = receivedNanos;
  }

  // What the version of HTTP does; all on the event loop.

  /** Sends a whole answer; {@code content} is empty for answers without a body. */
  protected abstract void transmitWhole(
      int status, Fields fields, ByteBuffer content, long announced);

  /** Sends, or gets ready to send, the head of an answer; {@code announced} is -1 when unknown. */
  protected abstract void transmitHead(int status, Fields fields, long announced, boolean bodyless);

  /** Sends a run of pieces, {@code bytes} in all, as one. */
  protected abstract void transmitPieces(Piece first, int count, long bytes);

  /** Sends a region of a file and closes it; may {@link #hold} what comes after it. */
  protected abstract void transmitFile(FileChannel file, long position, long count);

  /**
   * Ends the answer; {@link #done} follows when the last byte was written. Trailers that cannot be
   * sent are found out before anything of the end is.
   */
  protected abstract void transmitEnd(Fields trailers);

  /** Sends an interim answer. */
  protected abstract void transmitInterim(int status, Fields fields);

  /** Breaks the answer off so that the client notices; {@link #done} follows. */
  protected abstract void breakOff(String why);

  /** Writes to the socket what was transmitted. */
  protected abstract void flush();

  /** Whether the transport takes more without queueing much; any thread. */
  protected abstract boolean isTransportWritable();

  /** Whether calls on the event loop may be done at once because {@link #flush} follows anyway. */
  protected abstract boolean isBatching();

  // Request

  @Override
  public final String vassal() {
    return profile.vassal();
  }

  @Override
  public final String method() {
    return head.method();
  }

  @Override
  public final String target() {
    return head.target();
  }

  @Override
  public final String path() {
    return head.path();
  }

  @Override
  public final String query() {
    return head.query();
  }

  @Override
  public final String protocol() {
    return head.protocol();
  }

  @Override
  public final String scheme() {
    return peer.scheme();
  }

  @Override
  public final String authority() {
    return head.authority();
  }

  @Override
  public final Fields headers() {
    return head.headers();
  }

  @Override
  public final Endpoint remote() {
    return peer.remote();
  }

  @Override
  public final Endpoint local() {
    return peer.local();
  }

  @Override
  public final RequestBody body() {
    return body;
  }

  @Override
  public final long receivedNanos() {
    return receivedNanos;
  }

  // Response, called by any thread

  @Override
  public final void interim(int interimStatus, Fields headers) {
    if (interimStatus < 100 || interimStatus > 199 || interimStatus == 101) {
      throw new IllegalArgumentException("not an interim status: " + interimStatus);
    }
    if (mayBegin("an interim answer")) {
      submit(new Op.Interim(interimStatus, headers));
    }
  }

  @Override
  public final void send(int finalStatus, Fields headers, ByteBuffer content) {
    if (mayBegin("an answer")) {
      stage = ENDED;
      submit(new Op.Whole(finalStatus, headers, content));
    }
  }

  @Override
  public final void start(int finalStatus, Fields headers) {
    if (mayBegin("an answer")) {
      stage = STARTED;
      submit(new Op.Start(finalStatus, headers));
    }
  }

  @Override
  public final boolean write(ByteBuffer bytes) {
    int count = bytes.remaining();
    if (!mayWrite() || count == 0) {
      return true;
    }
    long now = (long) QUEUED.getAndAdd(this, (long) count) + count;
    submit(new Piece(bytes));
    return now <= HIGH_WATER && isTransportWritable();
  }

  @Override
  public final void whenWritable(Runnable resume) {
    if (over || (queued <= LOW_WATER && isTransportWritable())) {
      resume.run();
    } else {
      submit(new Op.Task(() -> await(resume)));
    }
  }

  @Override
  public final void writeFile(FileChannel file, long position, long count) {
    if (mayWrite()) {
      submit(new Op.FilePiece(file, position, count));
    } else {
      Op.closeQuietly(file);
    }
  }

  @Override
  public final void end() {
    end(NO_FIELDS);
  }

  @Override
  public final void end(Fields trailers) {
    if (mayWrite()) {
      stage = ENDED;
      submit(new Op.End(trailers));
    }
  }

  @Override
  public final void abort(Throwable cause) {
    if (stage != ENDED && !over) {
      stage = ENDED;
      submit(new Op.Abort(cause));
    }
  }

  @Override
  public final boolean isStarted() {
    return stage != OPEN;
  }

  @Override
  public final boolean giveBack() {
    if (stage != OPEN || over) {
      return false;
    }
    loop.gate().pass(this);
    return true;
  }

  @Override
  public final void onDone(Consumer<Outcome> listener) {
    Outcome known;
    synchronized (listeners) {
      known = outcome;
      if (known == null) {
        listeners.add(listener);
      }
    }
    if (known != null) {
      listener.accept(known);
    }
  }

  /** Marks the answer as taken over; false when it is over already. */
  protected final boolean beginHijack() {
    boolean mine = stage != ENDED && !over;
    stage = ENDED;
    return mine;
  }

  private boolean mayBegin(String what) {
    if (stage == STARTED && !over) {
      throw new IllegalStateException(what + " after the start of another");
    }
    return stage == OPEN && !over;
  }

  private boolean mayWrite() {
    if (stage == OPEN && !over) {
      throw new IllegalStateException("a body before the start of its answer");
    }
    return stage == STARTED && !over;
  }

  // Hand-over to the event loop

  /** Has {@code work} done in its place among the calls. */
  protected final void submit(Runnable work) {
    submit(new Op.Task(work));
  }

  private void submit(Op op) {
    if (isBatching() && isIdle()) {
      draining = true;
      try {
        perform(op);
      } finally {
        draining = false;
      }
      return;
    }
    Op before;
    do {
      before = ops;
      op.next = before;
    } while (!OPS.compareAndSet(this, before, op));
    if (before == null) {
      wake();
    }
  }

  /** Whether a call made on the event loop would overtake none. */
  private boolean isIdle() {
    return loop.executor().inEventLoop() && !draining && !held && ops == null && backlog == null;
  }

  private void wake() {
    try {
      loop.executor().execute(this);
    } catch (RejectedExecutionException e) {
      discard((Op) OPS.getAndSet(this, null)); // The loop is gone, and the connection with it.
    }
  }

  /** Does what was called since the last time; on the event loop. */
  @Override
  public final void run() {
    append((Op) OPS.getAndSet(this, null));
    work();
    flush();
    if (ops == null) {
      resumeWriters();
    }
  }

  private void work() {
    draining = true;
    try {
      Op op = backlog;
      while (op != null && !held) {
        backlog = op;
        op = perform(op);
      }
      backlog = op;
    } finally {
      draining = false;
    }
  }

  private void append(@Nullable Op stack) {
    Op first = reversed(stack);
    if (backlog == null) {
      backlog = first;
    } else if (backlogEnd != null) {
      backlogEnd.next = first;
    }
    backlogEnd = stack == null ? backlogEnd : stack;
  }

  /** Leaves the calls that follow undone until {@link #proceed}; on the event loop. */
  protected final void hold() {
    held = true;
  }

  /** Goes on with them; on the event loop. */
  protected final void proceed() {
    held = false;
    if (!draining) {
      run();
    }
  }

  /** Does one call, or a run of pieces, and returns the one after. */
  private @Nullable Op perform(Op op) {
    if (finished) {
      op.discard();
      forget(op.bytes());
      return op.next;
    }
    try {
      if (op instanceof Piece piece) {
        return sendPieces(piece);
      }
      op.perform(this);
    } catch (BadAnswerException e) {
      replace(e);
    } catch (RuntimeException e) {
      LOG.error("{}: answer broken off", this, e);
      breakOff("internal error: " + e);
    }
    return op.next;
  }

  private static @Nullable Op reversed(@Nullable Op stack) {
    Op done = null;
    Op op = stack;
    while (op != null) {
      Op next = op.next;
      op.next = done;
      done = op;
      op = next;
    }
    return done;
  }

  private static void discard(@Nullable Op stack) {
    for (Op op = stack; op != null; op = op.next) {
      op.discard();
    }
  }

  // What calls mean, on the event loop

  void sendWhole(int finalStatus, Fields fields, ByteBuffer content) {
    begin(finalStatus, fields);
    long length = announced;
    if (bodyless) {
      length = length < 0 && content.hasRemaining() ? content.remaining() : length;
      content.position(content.limit());
      transmitWhole(finalStatus, fields, content, length);
    } else if (length >= 0 && content.remaining() < length) {
      throw new BadAnswerException(
          "Content-Length " + length + ", but the body has " + content.remaining() + " bytes");
    } else {
      if (length >= 0) {
        content.limit(content.position() + (int) length);
      }
      bodyBytes = content.remaining();
      transmitWhole(finalStatus, fields, content, content.remaining());
    }
    finished = true;
  }

  void sendStart(int finalStatus, Fields fields) {
    begin(finalStatus, fields);
    transmitHead(finalStatus, fields, announced, bodyless);
  }

  void sendInterim(int interimStatus, Fields fields) {
    transmitInterim(interimStatus, fields);
  }

  private @Nullable Op sendPieces(Piece first) {
    int count = 0;
    long bytes = 0;
    long taken = 0;
    Piece last = first;
    for (Piece piece = first; piece != null; piece = piece.following()) {
      int size = piece.bytes();
      int wanted = wanted(bytes, size);
      piece.body().limit(piece.body().position() + wanted);
      bytes += wanted;
      taken += size;
      count++;
      last = piece;
    }
    Op after = last.next;
    bodyBytes += bytes;
    if (bytes > 0) {
      transmitPieces(first, count, bytes);
    }
    forget(taken);
    return after;
  }

  private int wanted(long before, int size) {
    if (bodyless) {
      return 0;
    }
    return announced < 0 ? size : (int) Math.min(size, announced - bodyBytes - before);
  }

  void sendFile(FileChannel file, long position, long count) {
    long wanted = bodyless ? 0 : announced < 0 ? count : Math.min(count, announced - bodyBytes);
    if (wanted <= 0) {
      Op.closeQuietly(file);
      return;
    }
    bodyBytes += wanted;
    transmitFile(file, position, wanted);
  }

  void sendEnd(Fields trailers) {
    if (!bodyless && announced >= 0 && bodyBytes < announced) {
      breakOff("body shorter than its Content-Length");
      return;
    }
    try {
      transmitEnd(trailers);
      finished = true;
    } catch (BadAnswerException e) {
      profile.counters().count(Counters.Event.BAD_ANSWER);
      LOG.error("{}: trailers refused: {}", this, e.getMessage());
      breakOff("bad trailers: " + e.getMessage());
    }
  }

  void sendAbort(Throwable cause) {
    if (begun) {
      profile.counters().count(Counters.Event.ABORTED);
      breakOff("aborted: " + cause);
    } else {
      sendError(refusal == null ? 500 : refusal.status());
    }
  }

  /** Sends a short answer of our own. */
  protected final void sendError(int errorStatus) {
    byte[] text = (Reasons.of(errorStatus) + "\n").getBytes(StandardCharsets.US_ASCII);
    Fields fields = Fields.of("Content-Type", "text/plain");
    if (errorStatus == 503) {
      fields.add("Retry-After", "1");
    }
    sendWhole(errorStatus, fields, ByteBuffer.wrap(text));
  }

  private void begin(int finalStatus, Fields fields) {
    if (begun) {
      throw new IllegalStateException("begun twice");
    }
    if (finalStatus < 101 || finalStatus > 999 || (finalStatus < 200 && finalStatus != 101)) {
      throw new BadAnswerException("not a final status: " + finalStatus);
    }
    status = finalStatus;
    announced = AnswerFields.contentLength(fields);
    bodyless =
        finalStatus == 204
            || finalStatus == 304
            || finalStatus == 101
            || head.method().equals("HEAD");
    begun = true;
  }

  /** Instead of an answer that cannot be sent. */
  private void replace(BadAnswerException why) {
    profile.counters().count(Counters.Event.BAD_ANSWER);
    LOG.error("{}: answer refused: {}", this, why.getMessage());
    stage = ENDED;
    begun = false;
    bodyBytes = 0;
    sendError(500);
  }

  private void forget(long bytes) {
    if (bytes > 0) {
      QUEUED.getAndAdd(this, -bytes);
    }
  }

  // Writers that wait

  private void await(Runnable resume) {
    if (over || isTransportWritable()) {
      resume.run();
      return;
    }
    if (writers == null) {
      writers = new ArrayList<>(1);
    }
    writers.add(resume);
  }

  /** Lets waiting writers go on; on the event loop, when the transport takes more. */
  public final void resumeWriters() {
    List<Runnable> waiting = writers;
    if (waiting != null && (over || isTransportWritable())) {
      writers = null;
      waiting.forEach(Runnable::run);
    }
  }

  // The end

  /** Refuses the request: what an abort before the start says instead of 500; on the event loop. */
  protected final void refuse(Refusal why) {
    refusal = why;
  }

  /** Whether the answer was begun; on the event loop. */
  protected final boolean hasBegun() {
    return begun;
  }

  /** Whether nothing more of the answer is to be transmitted; on the event loop. */
  protected final boolean hasFinished() {
    return finished;
  }

  /** Whether the end was told; any thread. */
  public final boolean isOver() {
    return over;
  }

  /**
   * Everything was written, or nothing more can be; on the event loop. Only the first call counts.
   */
  public final void done(@Nullable String failure) {
    if (over) {
      return;
    }
    finished = true;
    over = true;
    if (body instanceof BodyPipe pipe) {
      pipe.drop();
    }
    Outcome result = new Outcome(begun ? status : 0, bodyBytes, failure);
    List<Consumer<Outcome>> told;
    synchronized (listeners) {
      outcome = result;
      told = List.copyOf(listeners);
      listeners.clear();
    }
    for (Consumer<Outcome> each : told) {
      tell(each, result);
    }
    discard((Op) OPS.getAndSet(this, null));
    if (held) {
      held = false;
      discard(backlog);
      backlog = null;
    }
    resumeWriters();
  }

  private void tell(Consumer<Outcome> listener, Outcome result) {
    try {
      listener.accept(result);
    } catch (RuntimeException e) {
      LOG.error("{}: a listener of the end failed", this, e);
    }
  }

  // The way to the dispatcher

  @Override
  public final boolean offer(RequestDispatcher dispatcher) {
    if (!loop.executor().inEventLoop()) {
      return offerLater();
    }
    if (over) {
      return true;
    }
    try {
      return dispatcher.dispatch(this, this);
    } catch (RuntimeException | Error e) {
      LOG.error("{}: dispatch failed", this, e);
      abort(e);
      return true;
    }
  }

  /** A gate that opens does so on a foreign thread. */
  private boolean offerLater() {
    try {
      loop.executor().execute(() -> loop.gate().pass(this));
    } catch (RejectedExecutionException e) {
      LOG.debug("{}: the event loop is gone", this, e);
    }
    return true;
  }

  @Override
  public final void refused(Gate.Refusal why) {
    profile.counters().count(Counters.Event.TURNED_AWAY);
    if (mayBegin("a refusal")) {
      stage = ENDED;
      submit(() -> sendError(503));
    }
  }

  /** Whose listener it came through. */
  protected final Profile profile() {
    return profile;
  }

  /** The event loop. */
  protected final Loop loop() {
    return loop;
  }

  @Override
  public String toString() {
    return profile.vassal() + " " + head.method() + " " + head.target();
  }

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Exchange.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
