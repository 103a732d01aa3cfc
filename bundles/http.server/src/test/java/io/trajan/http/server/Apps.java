package io.trajan.http.server;

import io.trajan.request.ByteSource;
import io.trajan.request.Fields;
import io.trajan.request.RawStream;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

/** Small applications. */
final class Apps {
  private Apps() {}

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static void text(Response response, int status, String text) {
    response.send(status, Fields.of("Content-Type", "text/plain"), bytes(text));
  }

  /** Answers with what the request was. */
  static void mirror(Request request, Response response) {
    StringBuilder text = new StringBuilder();
    text.append(request.method()).append(' ').append(request.target()).append('\n');
    text.append(request.path()).append('|').append(request.query()).append('\n');
    text.append(request.protocol()).append('|').append(request.scheme()).append('\n');
    text.append(request.authority()).append('\n');
    text.append(request.remote()).append('|').append(request.local()).append('\n');
    text.append(request.headers());
    text(response, 200, text.toString());
  }

  /** Reads the whole body, then answers with it; trailer fields come back as fields. */
  static void echo(Request request, Response response) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    request
        .body()
        .read(
            new ByteSource.Reader() {
              @Override
              public void piece(ByteBuffer piece) {
                byte[] copy = new byte[piece.remaining()];
                piece.get(copy);
                all.writeBytes(copy);
                request.body().read(this);
              }

              @Override
              public void end(Fields trailers) {
                Fields fields = new Fields();
                trailers.forEach((name, value) -> fields.add("X-Trailer-" + name, value));
                response.send(200, fields, ByteBuffer.wrap(all.toByteArray()));
              }

              @Override
              public void failed(IOException cause) {
                response.abort(cause);
              }
            });
  }

  /** Sends every piece back as it comes. */
  static void stream(Request request, Response response) {
    response.start(200, new Fields());
    request
        .body()
        .read(
            new ByteSource.Reader() {
              @Override
              public void piece(ByteBuffer piece) {
                response.write(copy(piece));
                response.whenWritable(() -> request.body().read(this));
              }

              @Override
              public void end(Fields trailers) {
                response.end(trailers);
              }

              @Override
              public void failed(IOException cause) {
                response.abort(cause);
              }
            });
  }

  /** Takes one piece, or the end, and then does something. */
  static ByteSource.Reader reader(Runnable then) {
    return new ByteSource.Reader() {
      @Override
      public void piece(ByteBuffer piece) {
        then.run();
      }

      @Override
      public void end(Fields trailers) {
        then.run();
      }

      @Override
      public void failed(IOException cause) {
        then.run();
      }
    };
  }

  static ByteBuffer copy(ByteBuffer piece) {
    return ByteBuffer.allocate(piece.remaining()).put(piece).flip();
  }

  /** Speaks for itself: sends back what comes. */
  static void hijacked(RawStream raw) {
    raw.read(
        new ByteSource.Reader() {
          @Override
          public void piece(ByteBuffer piece) {
            raw.write(copy(piece));
            raw.read(this);
          }

          @Override
          public void end(Fields trailers) {
            raw.close();
          }

          @Override
          public void failed(IOException cause) {
            raw.close();
          }
        });
  }

  static FileChannel open(Path file) {
    try {
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same on another thread. */
  static BiConsumer<Request, Response> on(Executor threads, BiConsumer<Request, Response> app) {
    return (request, response) -> threads.execute(() -> app.accept(request, response));
  }
}
