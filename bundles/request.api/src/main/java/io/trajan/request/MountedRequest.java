package io.trajan.request;

import java.util.Map;

/** A request with another mount; everything else is the original's. */
record MountedRequest(Request original, String mount) implements Request {
  @Override
  public String vassal() {
    return original.vassal();
  }

  @Override
  public String method() {
    return original.method();
  }

  @Override
  public String target() {
    return original.target();
  }

  @Override
  public String path() {
    return original.path();
  }

  @Override
  public String query() {
    return original.query();
  }

  @Override
  public String protocol() {
    return original.protocol();
  }

  @Override
  public String scheme() {
    return original.scheme();
  }

  @Override
  public String authority() {
    return original.authority();
  }

  @Override
  public Fields headers() {
    return original.headers();
  }

  @Override
  public Endpoint remote() {
    return original.remote();
  }

  @Override
  public Endpoint local() {
    return original.local();
  }

  @Override
  public Map<String, String> variables() {
    return original.variables();
  }

  @Override
  public RequestBody body() {
    return original.body();
  }

  @Override
  public long receivedNanos() {
    return original.receivedNanos();
  }
}
