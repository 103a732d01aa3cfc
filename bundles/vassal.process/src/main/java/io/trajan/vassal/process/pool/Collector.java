package io.trajan.vassal.process.pool;

import io.trajan.request.ByteSource;
import io.trajan.request.Fields;
import io.trajan.request.RequestBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a short body of known length before its request goes to a worker, so that a slow client
 * costs no worker's time. Calls back once, on whichever thread brings the last byte.
 */
final class Collector implements ByteSource.Reader {
  private enum State {
    ASKED,
    ANSWERED,
    WAITING
  }

  private final RequestBody body;
  private final byte[] bytes;
  private final BiConsumer<byte[], @Nullable IOException> then;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private int length;
  private boolean over;

  Collector(RequestBody body, BiConsumer<byte[], @Nullable IOException> then) {
    this.body = body;
    this.bytes = new byte[(int) body.length()];
    this.then = then;
  }

  void start() {
    while (!over) {
      state.set(State.ASKED);
      body.read(this);
      if (state.compareAndSet(State.ASKED, State.WAITING)) {
        return;
      }
    }
  }

  @Override
  public void piece(ByteBuffer piece) {
    int count = Math.min(piece.remaining(), bytes.length - length);
    piece.get(bytes, length, count);
    piece.position(piece.limit());
    length += count;
    answered(length == bytes.length, null);
  }

  @Override
  public void end(Fields trailers) {
    answered(true, length == bytes.length ? null : new IOException("the body is too short"));
  }

  @Override
  public void failed(IOException cause) {
    answered(true, cause);
  }

  private void answered(boolean last, @Nullable IOException failure) {
    over = last;
    if (last) {
      then.accept(bytes, failure);
    }
    if (!state.compareAndSet(State.ASKED, State.ANSWERED) && !last) {
      start();
    }
  }
}
