package io.trajan.files.server;

import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The answers that are no files. */
final class Answers {
  private static final String RETRY_SECONDS = "5";

  private Answers() {}

  /**
   * 301 to the same path with a slash at its end; what looks like another host or a scheme stays a
   * path.
   */
  static void toSlash(Request request, Response response) {
    String path = request.path().replace("\\", "%5C");
    int start = 0;
    while (start + 1 < path.length() && path.charAt(start + 1) == '/') {
      start++;
    }
    String query = request.query().isEmpty() ? "" : "?" + request.query();
    send(response, 301, fields().add("Location", path.substring(start) + "/" + query), "");
  }

  static void notAllowed(Response response) {
    send(response, 405, fields().add("Allow", "GET, HEAD"), "Only GET and HEAD.\n");
  }

  static void forbidden(Response response) {
    send(response, 403, fields(), "This file may not be read.\n");
  }

  static void busy(Response response) {
    send(
        response,
        503,
        fields().add("Retry-After", RETRY_SECONDS),
        "Files cannot be read at the moment.\n");
  }

  static void failed(Response response) {
    send(response, 500, fields(), "The file could not be read.\n");
  }

  private static Fields fields() {
    return new Fields();
  }

  private static void send(Response response, int status, Fields fields, String text) {
    if (!text.isEmpty()) {
      fields.add("Content-Type", "text/plain; charset=utf-8");
    }
    fields.add("Content-Length", Integer.toString(text.length()));
    response.send(status, fields, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
