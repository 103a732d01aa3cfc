package io.trajan.testkit;

import io.trajan.request.Endpoint;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.RequestBody;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request made by hand: {@code FakeRequest.get("/a?b=c").vassal("hello").header("Host", "x")}.
 * Set up by one thread, then handed over and not changed any more.
 */
public final class FakeRequest implements Request {
  private final String method;
  private final String target;
  private final Fields headers = new Fields();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final long receivedNanos = System.nanoTime();
  private String vassal = "test";
  private String protocol = "HTTP/1.1";
  private String scheme = "http";
  private String authority = "localhost";
  private Endpoint remote = new Endpoint("192.0.2.7", 40000);
  private Endpoint local = new Endpoint("192.0.2.1", 80);
  private RequestBody body = RequestBody.EMPTY;

  private FakeRequest(String method, String target) {
    this.method = method;
    this.target = target;
  }

  /** A request of any method, for vassal {@code test}, without fields or body. */
  public static FakeRequest of(String method, String target) {
    return new FakeRequest(method, target);
  }

  /** A GET for vassal {@code test}. */
  public static FakeRequest get(String target) {
    return of("GET", target);
  }

  /** Sets the vassal. */
  public FakeRequest vassal(String name) {
    vassal = name;
    return this;
  }

  /** Adds a header field. */
  public FakeRequest header(String name, String value) {
    headers.add(name, value);
    return this;
  }

  /** Adds a protocol variable. */
  public FakeRequest variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  /** Sets protocol and scheme. */
  public FakeRequest over(String protocol, String scheme) {
    this.protocol = protocol;
    this.scheme = scheme;
    return this;
  }

  /** Sets the authority, {@code localhost} until then. */
  public FakeRequest authority(String value) {
    authority = value;
    return this;
  }

  /** Sets both ends of the connection. */
  public FakeRequest between(Endpoint remote, Endpoint local) {
    this.remote = remote;
    this.local = local;
    return this;
  }

  /** Sets the body. */
  public FakeRequest body(RequestBody value) {
    body = value;
    return this;
  }

  /** Sets a body that is there at once, one piece for each text. */
  public FakeRequest body(String... pieces) {
    return body(FakeBody.of(pieces));
  }

  @Override
  public String vassal() {
    return vassal;
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String target() {
    return target;
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
    return protocol;
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public String authority() {
    return authority;
  }

  @Override
  public Fields headers() {
    return headers;
  }

  @Override
  public Endpoint remote() {
    return remote;
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public Map<String, String> variables() {
    return variables;
  }

  @Override
  public RequestBody body() {
    return body;
  }

  @Override
  public long receivedNanos() {
    return receivedNanos;
  }

  @Override
  public String toString() {
    return method + " " + target + " (" + vassal + ")";
  }
}
