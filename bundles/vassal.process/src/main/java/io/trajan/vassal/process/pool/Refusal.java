package io.trajan.vassal.process.pool;

import io.trajan.request.Fields;
import io.trajan.request.Response;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Answers of our own, where no worker could give one. */
enum Refusal {
  /** The variables are too long. */
  TOO_LARGE(431, "Request Header Fields Too Large", ""),
  /** A worker died of it. */
  DIED(502, "Bad Gateway", ""),
  /** Nobody is free. */
  BUSY(503, "Service Unavailable", "1"),
  /** It took too long. */
  OVERDUE(504, "Gateway Timeout", "");

  private final int status;
  private final String text;
  private final String retryAfter;

  Refusal(int status, String text, String retryAfter) {
    this.status = status;
    this.text = text + "\n";
    this.retryAfter = retryAfter;
  }

  /** Answers with it, or breaks off what was begun. */
  void answer(Response response, Throwable cause) {
    if (response.isStarted()) {
      response.abort(cause);
      return;
    }
    Fields fields = Fields.of("content-type", "text/plain; charset=utf-8");
    if (!retryAfter.isEmpty()) {
      fields.add("retry-after", retryAfter);
    }
    response.send(status, fields, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
  }
}
