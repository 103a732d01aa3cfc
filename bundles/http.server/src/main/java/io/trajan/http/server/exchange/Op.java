package io.trajan.http.server.exchange;

import io.trajan.request.Fields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * One call of a {@link io.trajan.request.Response} on its way to the event loop. The link makes it
 * a node of the exchange's stack, so handing over costs this object and one compare-and-set.
 */
public abstract sealed class Op {
  @Nullable Op next;

  /** Does it, on the event loop. */
  abstract void perform(Answer answer);

  /** Lets go of what it owns, when it will not be done. */
  void discard() {}

  /** Bytes of body that it carries. */
  int bytes() {
    return 0;
  }

  static final class Whole extends Op {
    private final int status;
    private final Fields fields;
    private final ByteBuffer body;

    Whole(int status, Fields fields, ByteBuffer body) {
      this.status = status;
      this.fields = fields;
      this.body = body;
    }

    @Override
    void perform(Answer answer) {
      answer.sendWhole(status, fields, body);
    }
  }

  static final class Start extends Op {
    private final int status;
    private final Fields fields;

    Start(int status, Fields fields) {
      this.status = status;
      this.fields = fields;
    }

    @Override
    void perform(Answer answer) {
      answer.sendStart(status, fields);
    }
  }

  static final class Interim extends Op {
    private final int status;
    private final Fields fields;

    Interim(int status, Fields fields) {
      this.status = status;
      this.fields = fields;
    }

    @Override
    void perform(Answer answer) {
      answer.sendInterim(status, fields);
    }
  }

  /** A piece of the body; neighbours are sent as one. */
  public static final class Piece extends Op {
    private final ByteBuffer body;

    Piece(ByteBuffer body) {
      this.body = body;
    }

    @Override
    void perform(Answer answer) {
      throw new IllegalStateException("pieces are sent in runs");
    }

    @Override
    int bytes() {
      return body.remaining();
    }

    /** The bytes. */
    public ByteBuffer body() {
      return body;
    }

    /** The piece that follows without anything between, or null. */
    public @Nullable Piece following() {
      return next instanceof Piece piece ? piece : null;
    }
  }

  static final class FilePiece extends Op {
    private final FileChannel file;
    private final long position;
    private final long count;

    FilePiece(FileChannel file, long position, long count) {
      this.file = file;
      this.position = position;
      this.count = count;
    }

    @Override
    void perform(Answer answer) {
      answer.sendFile(file, position, count);
    }

    @Override
    void discard() {
      closeQuietly(file);
    }
  }

  static final class End extends Op {
    private final Fields trailers;

    End(Fields trailers) {
      this.trailers = trailers;
    }

    @Override
    void perform(Answer answer) {
      answer.sendEnd(trailers);
    }
  }

  static final class Abort extends Op {
    private final Throwable cause;

    Abort(Throwable cause) {
      this.cause = cause;
    }

    @Override
    void perform(Answer answer) {
      answer.sendAbort(cause);
    }
  }

  /** Anything else that must keep its place in the order. */
  static final class Task extends Op {
    private final Runnable work;

    Task(Runnable work) {
      this.work = work;
    }

    @Override
    void perform(Answer answer) {
      work.run();
    }
  }

  /** Closes a file whose bytes are sent or not wanted any more; nothing depends on the outcome. */
  public static void closeQuietly(FileChannel file) {
    try {
      file.close();
    } catch (IOException ignored) {
      // It was only read from.
    }
  }
}
