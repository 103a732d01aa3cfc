package io.trajan.rack.adapter;

import io.trajan.request.Fields;
import io.trajan.request.Outcome;
import io.trajan.request.RawStream;
import io.trajan.request.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The answer to a warm-up request: taken and thrown away. */
final class UnsentResponse implements Response {
  private final List<Consumer<Outcome>> listeners = new ArrayList<>(0);
  private int status;
  private long bytes;
  private boolean done;

  /** The status, 0 before the start. */
  int status() {
    return status;
  }

  @Override
  public void interim(int interimStatus, Fields headers) {}

  @Override
  public void send(int finalStatus, Fields headers, ByteBuffer body) {
    start(finalStatus, headers);
    write(body);
    end();
  }

  @Override
  public void start(int finalStatus, Fields headers) {
    status = finalStatus;
  }

  @Override
  public boolean write(ByteBuffer body) {
    bytes += body.remaining();
    return true;
  }

  @Override
  public void whenWritable(Runnable resume) {
    resume.run();
  }

  @Override
  public void writeFile(FileChannel file, long position, long count) {
    bytes += count;
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void end() {
    finish(null);
  }

  @Override
  public void end(Fields trailers) {
    finish(null);
  }

  @Override
  public void abort(Throwable cause) {
    status = status == 0 ? 500 : status;
    finish(String.valueOf(cause.getMessage()));
  }

  private synchronized void finish(@org.jspecify.annotations.Nullable String failure) {
    done = true;
    listeners.forEach(each -> each.accept(new Outcome(status, bytes, failure)));
    listeners.clear();
  }

  @Override
  public boolean isStarted() {
    return status != 0;
  }

  @Override
  public RawStream hijack() {
    throw new UnsupportedOperationException("a warm-up request has no connection");
  }

  @Override
  public boolean canHijack() {
    return false;
  }

  @Override
  public synchronized void onDone(Consumer<Outcome> listener) {
    if (done) {
      listener.accept(new Outcome(status, bytes, null));
    } else {
      listeners.add(listener);
    }
  }
}
