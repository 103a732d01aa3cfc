package io.trajan.request.dispatch;

import io.trajan.request.Endpoint;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.RequestBody;

/** A request of a {@link Rehearsal}. */
record RehearsalRequest(String vassal, String path) implements Request {
  private static final Endpoint NOWHERE = new Endpoint("", -1);

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String target() {
    return path;
  }

  @Override
  public String query() {
    return "";
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
    return "";
  }

  @Override
  public Fields headers() {
    return new Fields();
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
    return System.nanoTime() - 1_500_000;
  }
}
