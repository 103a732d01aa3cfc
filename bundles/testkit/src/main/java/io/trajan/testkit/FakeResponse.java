package io.trajan.testkit;

import io.trajan.request.Fields;
import io.trajan.request.Outcome;
import io.trajan.request.RawStream;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A response that records, with the framing rules of a listener: a {@code Content-Length} is
 * enforced, bytes of an answer to HEAD and of 204 and 304 are dropped, calls after the end are
 * ignored. It bites: a second start, a body before the start and an interim answer after it throw.
 * Everything is sent at once unless {@link #stall stalled}. Thread-safe.
 */
public final class FakeResponse implements Response {
  private final Object lock = new Object();
  private final boolean head;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final List<Integer> interims = new ArrayList<>();
  private final List<Runnable> resumes = new ArrayList<>();
  private final List<Consumer<Outcome>> listeners = new ArrayList<>();
  private final CountDownLatch done = new CountDownLatch(1);
  private boolean hijackable = true;
  private boolean takesBack;
  private boolean givenBack;
  private boolean started;
  private boolean ended;
  private boolean gone;
  private int status;
  private Fields headers = new Fields();
  private Fields trailers = new Fields();
  private long queued;
  private long highWater = Long.MAX_VALUE;
  private boolean stalled;
  private int files;
  private @Nullable Throwable cause;
  private @Nullable FakeRawStream raw;
  private @Nullable Outcome outcome;

  /** An answer to a GET. */
  public FakeResponse() {
    this(false);
  }

  private FakeResponse(boolean head) {
    this.head = head;
  }

  /** An answer to that request. */
  public static FakeResponse to(Request request) {
    return new FakeResponse(request.method().equals("HEAD"));
  }

  /** Makes {@link #hijack} impossible, as on HTTP/2. */
  public FakeResponse withoutHijack() {
    hijackable = false;
    return this;
  }

  /** Makes {@link #giveBack} succeed, as with a listener that parks. */
  public FakeResponse takingBack() {
    synchronized (lock) {
      takesBack = true;
      return this;
    }
  }

  /** Whether the request was given back. */
  public boolean isGivenBack() {
    synchronized (lock) {
      return givenBack;
    }
  }

  /**
   * From now on the peer reads nothing: writes are queued, and above {@code bytes} they return
   * false.
   */
  public void stall(long bytes) {
    synchronized (lock) {
      stalled = true;
      highWater = bytes;
    }
  }

  /** The peer reads again: what is queued is sent, waiting writers are resumed on this thread. */
  public void drain() {
    synchronized (lock) {
      stalled = false;
      queued = 0;
    }
    settle();
  }

  /** The peer leaves: the answer is over, later calls are ignored. */
  public void disconnect() {
    synchronized (lock) {
      gone = true;
    }
    settle();
  }

  /** Waits until the answer is through. */
  public Outcome await(Duration patience) {
    try {
      if (!done.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError("not answered within " + patience + ": " + this);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for an answer", e);
    }
    Outcome result = outcome();
    if (result == null) {
      throw new AssertionError("through without an outcome");
    }
    return result;
  }

  /** How it ended, or null when it has not. */
  public @Nullable Outcome outcome() {
    synchronized (lock) {
      return outcome;
    }
  }

  /** The status, 0 before the start. */
  public int status() {
    synchronized (lock) {
      return status;
    }
  }

  /** The fields given to the start. */
  public Fields headers() {
    synchronized (lock) {
      return headers;
    }
  }

  /** One field, or null. */
  public @Nullable String header(String name) {
    return headers().get(name);
  }

  /** The fields given to the end. */
  public Fields trailers() {
    synchronized (lock) {
      return trailers;
    }
  }

  /** The body so far. */
  public byte[] bytes() {
    synchronized (lock) {
      return body.toByteArray();
    }
  }

  /** The body so far (ISO-8859-1). */
  public String text() {
    return new String(bytes(), StandardCharsets.ISO_8859_1);
  }

  /** The statuses of the interim answers. */
  public List<Integer> interims() {
    synchronized (lock) {
      return List.copyOf(interims);
    }
  }

  /** How many regions of files were sent. */
  public int files() {
    synchronized (lock) {
      return files;
    }
  }

  /** What {@link #abort} was called with, or null. */
  public @Nullable Throwable abortCause() {
    synchronized (lock) {
      return cause;
    }
  }

  /** The connection after {@link #hijack}, or null. */
  public @Nullable FakeRawStream raw() {
    synchronized (lock) {
      return raw;
    }
  }

  @Override
  public void interim(int interimStatus, Fields fields) {
    synchronized (lock) {
      if (started) {
        throw new IllegalStateException("an interim answer after the start");
      }
      interims.add(interimStatus);
    }
  }

  @Override
  public void send(int finalStatus, Fields fields, ByteBuffer bytes) {
    start(finalStatus, fields);
    write(bytes);
    end();
  }

  @Override
  public void start(int finalStatus, Fields fields) {
    synchronized (lock) {
      if (isOver()) {
        return;
      }
      if (started) {
        throw new IllegalStateException("started again with " + finalStatus + " after " + status);
      }
      started = true;
      status = finalStatus;
      headers = fields;
    }
  }

  @Override
  public boolean write(ByteBuffer bytes) {
    synchronized (lock) {
      if (isOver()) {
        return true;
      }
      if (!started) {
        throw new IllegalStateException("a body before the start");
      }
      record(bytes);
      return queued <= highWater;
    }
  }

  private void record(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    int wanted = (int) Math.min(copy.length, bodyLimit() - body.size());
    body.write(copy, 0, wanted);
    queued += stalled ? wanted : 0;
  }

  private long bodyLimit() {
    String length = headers.get("Content-Length");
    return isBodyless() ? 0 : length == null ? Long.MAX_VALUE : Long.parseLong(length);
  }

  private boolean isBodyless() {
    return head || status == 204 || status == 304;
  }

  @Override
  public void whenWritable(Runnable resume) {
    synchronized (lock) {
      resumes.add(resume);
    }
    settle();
  }

  @Override
  public void writeFile(FileChannel file, long position, long count) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(count));
    try (file) {
      while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) > 0) {}
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (bytes.hasRemaining()) {
      abort(new IOException("the file has become shorter"));
      return;
    }
    synchronized (lock) {
      files++;
    }
    write(bytes.flip());
  }

  @Override
  public void end() {
    end(new Fields());
  }

  @Override
  public void end(Fields fields) {
    synchronized (lock) {
      if (isOver()) {
        return;
      }
      if (!started) {
        throw new IllegalStateException("ended before the start");
      }
      ended = true;
      trailers = fields;
    }
    settle();
  }

  @Override
  public void abort(Throwable why) {
    synchronized (lock) {
      if (isOver()) {
        return;
      }
      cause = why;
      status = started ? status : 500;
      started = true;
    }
    settle();
  }

  @Override
  public boolean isStarted() {
    synchronized (lock) {
      return started;
    }
  }

  @Override
  public RawStream hijack() {
    if (!hijackable) {
      throw new UnsupportedOperationException("this protocol has no hijack");
    }
    synchronized (lock) {
      started = true;
      FakeRawStream taken = new FakeRawStream(this::disconnect);
      raw = taken;
      return taken;
    }
  }

  @Override
  public boolean canHijack() {
    return hijackable;
  }

  @Override
  public void onDone(Consumer<Outcome> listener) {
    synchronized (lock) {
      listeners.add(listener);
    }
    settle();
  }

  @Override
  public boolean giveBack() {
    synchronized (lock) {
      if (started) {
        throw new IllegalStateException("given back after the start");
      }
      givenBack = givenBack || takesBack;
      return takesBack;
    }
  }

  private boolean isOver() {
    return ended || gone || cause != null || raw != null;
  }

  /** Works out what the last change means, and calls back outside the lock. */
  private void settle() {
    List<Runnable> calls = new ArrayList<>();
    synchronized (lock) {
      if (outcome == null && (gone || cause != null || (ended && queued == 0))) {
        outcome = conclude();
        done.countDown();
      }
      if (queued == 0 || outcome != null) {
        calls.addAll(resumes);
        resumes.clear();
      }
      Outcome result = outcome;
      if (result != null) {
        listeners.forEach(each -> calls.add(() -> each.accept(result)));
        listeners.clear();
      }
    }
    calls.forEach(Runnable::run);
  }

  private Outcome conclude() {
    boolean tooShort = ended && headers.has("Content-Length") && body.size() < bodyLimit();
    Throwable aborted = cause;
    String failure =
        aborted != null
            ? "aborted: " + aborted.getMessage()
            : gone && raw == null && !ended
                ? "the peer left"
                : tooShort ? "body shorter than announced" : null;
    return new Outcome(raw == null ? status : 0, body.size(), failure);
  }

  @Override
  public String toString() {
    synchronized (lock) {
      return "status " + status + ", " + body.size() + " bytes" + (ended ? ", ended" : ", open");
    }
  }
}
