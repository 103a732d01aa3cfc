package io.trajan.request.dispatch;

import io.trajan.request.Fields;
import io.trajan.request.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The answers that the dispatcher gives itself; they say nothing of the inside. */
final class Answers {
  /** Long enough to restart an application, short enough for a person. */
  private static final String RETRY_SECONDS = "5";

  private Answers() {}

  /** Other mounts are here. */
  static void notFound(Response response) {
    send(response, 404, "There is nothing at this path.\n");
  }

  /** Nothing at all is here, and has not been for a while. */
  static void absent(Response response) {
    send(response, 503, "There is no application here at the moment.\n");
  }

  static void full(Response response) {
    send(response, 503, "Too many requests are waiting for the application already.\n");
  }

  static void late(Response response) {
    send(response, 503, "The application is away and did not come back in time.\n");
  }

  /** After an exception: 500 if nothing was sent, else a visible break. */
  static void broken(Response response, Throwable cause) {
    if (response.isStarted()) {
      response.abort(cause);
    } else {
      send(response, 500, "The application failed to answer.\n");
    }
  }

  private static void send(Response response, int status, String text) {
    Fields fields = new Fields();
    fields.add("Content-Type", "text/plain; charset=utf-8");
    fields.add("Content-Length", Integer.toString(text.length()));
    fields.add("Cache-Control", "no-store");
    if (status == 503) {
      fields.add("Retry-After", RETRY_SECONDS);
    }
    response.send(status, fields, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
