package io.trajan.rack.adapter;

import io.trajan.request.Endpoint;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.RequestBody;
import io.trajan.testkit.FakeRequest;
import java.net.URI;

/** A GET whose target has the absolute form. */
record Absolute(String target, FakeRequest inner) implements Request {
  Absolute(String target) {
    this(target, FakeRequest.get("/"));
  }

  @Override
  public String vassal() {
    return inner.vassal();
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return URI.create(target).getRawPath();
  }

  @Override
  public String query() {
    return URI.create(target).getRawQuery();
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
    return URI.create(target).getRawAuthority();
  }

  @Override
  public Fields headers() {
    return inner.headers();
  }

  @Override
  public Endpoint remote() {
    return inner.remote();
  }

  @Override
  public Endpoint local() {
    return inner.local();
  }

  @Override
  public RequestBody body() {
    return RequestBody.EMPTY;
  }

  @Override
  public long receivedNanos() {
    return inner.receivedNanos();
  }
}
