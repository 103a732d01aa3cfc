package io.trajan.rack.adapter.env;

import io.trajan.rack.adapter.ruby.Strings;
import io.trajan.rack.adapter.stream.RubyInput;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import org.jruby.Ruby;
import org.jruby.RubyHash;
import org.jruby.RubyString;
import org.jruby.runtime.ThreadContext;
import org.jspecify.annotations.Nullable;

/**
 * Makes the environment of a request: <a
 * href="https://github.com/rack/rack/blob/main/SPEC.rdoc">Rack SPEC, The Environment</a>. What is
 * the same for all requests is copied from a template with its hashes. Thread-safe.
 *
 * <p>{@code PATH_INFO} and {@code SCRIPT_NAME} are not percent-decoded, as in Puma and Unicorn,
 * since frameworks decode them and decoding twice would change their meaning. Differs from uWSGI,
 * which decodes {@code PATH_INFO}, and loses it when it is empty.
 *
 * <p>Budget: one hash, an entry and a string for each header field, no copy of the body; under 2 µs
 * for a browser's request.
 */
public final class Environment {
  private final Ruby ruby;
  private final RackVersion version;
  private final Keys keys;
  private final HeaderKeys headerKeys;
  private final Words words;
  private final RubyHash template;
  private final RubyInput.Factory inputs;
  private final Calls calls;

  /** Environments for one runtime. */
  public Environment(
      Ruby ruby, RackVersion version, Template base, RubyInput.Factory inputs, Calls calls) {
    this.ruby = ruby;
    this.version = version;
    this.inputs = inputs;
    this.calls = calls;
    this.keys = new Keys(ruby);
    this.headerKeys = new HeaderKeys(ruby);
    this.words = new Words(ruby);
    this.template = base.make(ruby, version, keys, inputs.empty());
  }

  /** The keys that others need. */
  Keys keys() {
    return keys;
  }

  /** Makes the environment and notes it in the exchange. */
  public RubyHash of(ThreadContext context, Exchange exchange) {
    Request request = exchange.request();
    RubyHash env = template.dupFast(context);
    addTarget(env, request);
    addConnection(env, request);
    addHeaders(context, env, request);
    if (!request.variables().isEmpty()) {
      Variables.add(ruby, env, request.variables());
    }
    addBody(env, exchange);
    calls.add(context, env, keys, exchange);
    if (request instanceof WarmupRequest) {
      env.fastASet(keys.warmup, context.tru);
    }
    exchange.env = env;
    return env;
  }

  private void addTarget(RubyHash env, Request request) {
    String mount = request.mount();
    env.fastASet(keys.requestMethod, words.of(request.method()));
    env.fastASet(keys.scriptName, words.of(mount));
    env.fastASet(keys.pathInfo, text(pathInfo(request, mount)));
    env.fastASet(keys.queryString, text(request.query()));
    env.fastASet(keys.requestUri, text(request.target()));
  }

  /**
   * The path below the mount. {@code OPTIONS *} and {@code CONNECT} keep their forms for Rack 3,
   * which knows them; Rack 2 demands a path.
   */
  private String pathInfo(Request request, String mount) {
    String path = request.path();
    if (path.startsWith("/")) {
      return mount.isEmpty() ? path : path.substring(mount.length());
    }
    boolean odd = version == RackVersion.THREE && mount.isEmpty();
    if (odd && path.equals("*")) {
      return path;
    }
    return odd && request.method().equals("CONNECT")
        ? request.target()
        : mount.isEmpty() ? "/" : "";
  }

  private void addConnection(RubyHash env, Request request) {
    Authority authority = Authority.of(request);
    env.fastASet(keys.serverName, text(authority.host()));
    env.fastASet(keys.serverPort, text(authority.port()));
    RubyString protocol = words.of(request.protocol());
    env.fastASet(keys.serverProtocol, protocol);
    env.fastASet(keys.httpVersion, protocol);
    env.fastASet(keys.urlScheme, words.of(request.scheme()));
    if (request.scheme().equals("https")) {
      env.fastASet(keys.https, words.of("on"));
    }
    if (request.remote().isUnix()) {
      env.fastASet(keys.remoteAddr, words.of("127.0.0.1"));
    } else {
      env.fastASet(keys.remoteAddr, text(request.remote().host()));
      env.fastASet(keys.remotePort, text(Integer.toString(request.remote().port())));
    }
  }

  private void addHeaders(ThreadContext context, RubyHash env, Request request) {
    if (!request.authority().isEmpty()) {
      env.fastASet(keys.httpHost, text(request.authority()));
    }
    Fields headers = request.headers();
    for (int i = 0; i < headers.size(); i++) {
      HeaderKeys.Key key = headerKeys.of(headers.name(i));
      RubyString name = key.name();
      if (name != null && key.kind() != HeaderKeys.Kind.CONTENT_LENGTH) {
        add(context, env, key.kind(), name, text(headers.value(i)));
      }
    }
  }

  private static void add(
      ThreadContext context,
      RubyHash env,
      HeaderKeys.Kind kind,
      RubyString name,
      RubyString value) {
    if (env.internalPut(name, value) instanceof RubyString earlier) {
      String separator = kind == HeaderKeys.Kind.COOKIE ? "; " : ",";
      env.fastASet(
          name,
          Strings.binary(
              context.runtime, Strings.latin1(earlier) + separator + Strings.latin1(value)));
    }
  }

  private void addBody(RubyHash env, Exchange exchange) {
    long length = exchange.request().body().length();
    boolean announced = exchange.request().headers().has("Content-Length");
    if (length > 0 || (length == 0 && announced)) {
      env.fastASet(keys.contentLength, text(Long.toString(length)));
    }
    if (length != 0) {
      @Nullable RubyInput input = inputs.of(exchange.request().body());
      exchange.input = input;
      env.fastASet(keys.input, input);
    }
  }

  private RubyString text(String latin1) {
    return Strings.binary(ruby, latin1);
  }
}
