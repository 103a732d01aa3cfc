package io.trajan.http.server.http1;

import io.trajan.http.server.net.Loop;
import io.trajan.http.server.net.Profile;
import io.trajan.http.server.wire.HeadWriter;
import io.trajan.http.server.wire.Refusal;
import io.trajan.request.Fields;
import java.nio.charset.StandardCharsets;

/** Writes heads of answers to the output of one connection. Confined to the event loop. */
final class Answers {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Loop loop;
  private final Profile profile;
  private final Output output;

  Answers(Loop loop, Profile profile, Output output) {
    this.loop = loop;
    this.profile = profile;
    this.output = output;
  }

  /**
   * A final head.
   *
   * @param length announced length of the body, -1 for none
   * @param close whether the connection closes anyway
   * @param http10 whether the client must be told that it does not
   * @param following bytes that will be copied behind the head
   * @return whether the connection closes
   */
  boolean head(
      int status,
      Fields fields,
      long length,
      boolean chunked,
      boolean close,
      boolean http10,
      int following) {
    HeadWriter head = loop.heads();
    head.begin(status);
    head.fields(fields, status == 101, false);
    head.own(loop.date().line(), profile.serverLine());
    if (length >= 0) {
      head.contentLength(length);
    } else if (chunked) {
      head.chunked();
    }
    boolean closes = (close || head.wantsClose()) && status != 101;
    if (closes) {
      head.close();
    } else if (http10) {
      head.keepAlive();
    }
    head.end();
    output.head(head, following);
    return closes;
  }

  /** The head before raw bytes: the handler's fields as they are, the connection's included. */
  void rawHead(int status, Fields fields) {
    HeadWriter head = loop.heads();
    head.begin(status);
    head.fields(fields, true, true);
    head.own(loop.date().line(), profile.serverLine());
    head.end();
    output.head(head, 0);
  }

  /** Finds out whether a head can be sent, and sends nothing. */
  void check(int status, Fields fields) {
    HeadWriter head = loop.heads();
    head.begin(status);
    head.fields(fields, status == 101, false);
  }

  /** An interim head. */
  void interim(int status, Fields fields) {
    HeadWriter head = loop.heads();
    head.begin(status);
    head.fields(fields, false, false);
    head.end();
    output.head(head, 0);
  }

  /** The last chunk with trailer fields and the empty line. */
  void lastChunk(Fields trailers) {
    loop.heads().trailers(trailers); // Which fails before anything is sent.
    output.lastChunk();
    output.head(loop.heads(), 0);
  }

  /** A short final answer of our own, after which the connection closes. */
  void refusal(Refusal why) {
    byte[] text = (why.text() + "\n").getBytes(StandardCharsets.US_ASCII);
    Fields fields = Fields.of("Content-Type", "text/plain");
    head(why.status(), fields, text.length, false, true, false, text.length);
    output.octets(text);
  }

  /** {@code 100 Continue}, at once. */
  void goOn() {
    output.octets(CONTINUE);
    output.flush();
  }
}
