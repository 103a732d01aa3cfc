package io.trajan.request.dispatch;

import io.trajan.request.Fields;
import io.trajan.request.Outcome;
import io.trajan.request.RawStream;
import io.trajan.request.Response;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A response of a {@link Rehearsal}: it goes nowhere and is through when it was sent. */
final class RehearsalResponse implements Response {
  private final List<Consumer<Outcome>> listeners = new ArrayList<>();

  void finish(Outcome outcome) {
    List.copyOf(listeners).forEach(each -> each.accept(outcome));
  }

  @Override
  public void send(int status, Fields headers, ByteBuffer body) {
    finish(new Outcome(status, body.remaining(), null));
  }

  @Override
  public void onDone(Consumer<Outcome> listener) {
    listeners.add(listener);
  }

  @Override
  public boolean isStarted() {
    return false;
  }

  @Override
  public void interim(int status, Fields headers) {}

  @Override
  public void start(int status, Fields headers) {}

  @Override
  public boolean write(ByteBuffer bytes) {
    return true;
  }

  @Override
  public void whenWritable(Runnable resume) {
    resume.run();
  }

  @Override
  public void writeFile(FileChannel file, long position, long count) {}

  @Override
  public void end() {}

  @Override
  public void end(Fields trailers) {}

  @Override
  public void abort(Throwable cause) {}

  @Override
  public RawStream hijack() {
    throw new UnsupportedOperationException("a rehearsal has no connection");
  }

  @Override
  public boolean canHijack() {
    return false;
  }
}
