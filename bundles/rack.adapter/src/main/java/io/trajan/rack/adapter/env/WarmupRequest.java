package io.trajan.rack.adapter.env;

import io.trajan.request.Endpoint;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.RequestBody;

/**
 * A GET that nobody sent, so that an application runs hot before it serves; marked {@code
 * trajan.warmup} in its environment.
 *
 * @param vassal the vassal
 * @param target path and query
 */
public record WarmupRequest(String vassal, String target) implements Request {
  private static final Endpoint NOWHERE = new Endpoint("127.0.0.1", 0);
  private static final Fields HEADERS =
      Fields.of("Host", "localhost", "User-Agent", "Trajan warm-up", "Accept", "*/*");

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  @Override
  public String query() {
    int mark = target.indexOf('?');
    return mark < 0 ? "" : target.substring(mark + 1);
  }

  @Override
  public String protocol() {
    return "HTTP/1.1";
  }

  @Override
  public String scheme() {
    return "http";
  }

  @Override
  public String authority() {
    return "localhost";
  }

  @Override
  public Fields headers() {
    return HEADERS;
  }

  @Override
  public Endpoint remote() {
    return NOWHERE;
  }

  @Override
  public Endpoint local() {
    return NOWHERE;
  }

  @Override
  public RequestBody body() {
    return RequestBody.EMPTY;
  }

  @Override
  public long receivedNanos() {
    return System.nanoTime();
  }
}
