package io.trajan.rack.adapter.env;

import io.trajan.rack.adapter.ruby.Strings;
import org.jruby.Ruby;
import org.jruby.RubyString;

/** The fixed keys of an environment, frozen, of one runtime. */
final class Keys {
  final RubyString requestMethod;
  final RubyString scriptName;
  final RubyString pathInfo;
  final RubyString queryString;
  final RubyString requestUri;
  final RubyString serverName;
  final RubyString serverPort;
  final RubyString serverProtocol;
  final RubyString httpVersion;
  final RubyString httpHost;
  final RubyString remoteAddr;
  final RubyString remotePort;
  final RubyString https;
  final RubyString contentLength;
  final RubyString urlScheme;
  final RubyString input;
  final RubyString canHijack;
  final RubyString hijack;
  final RubyString hijackIo;
  final RubyString earlyHints;
  final RubyString responseFinished;
  final RubyString afterReply;
  final RubyString warmup;

  Keys(Ruby ruby) {
    requestMethod = Strings.frozen(ruby, "REQUEST_METHOD");
    scriptName = Strings.frozen(ruby, "SCRIPT_NAME");
    pathInfo = Strings.frozen(ruby, "PATH_INFO");
    queryString = Strings.frozen(ruby, "QUERY_STRING");
    requestUri = Strings.frozen(ruby, "REQUEST_URI");
    serverName = Strings.frozen(ruby, "SERVER_NAME");
    serverPort = Strings.frozen(ruby, "SERVER_PORT");
    serverProtocol = Strings.frozen(ruby, "SERVER_PROTOCOL");
    httpVersion = Strings.frozen(ruby, "HTTP_VERSION");
    httpHost = Strings.frozen(ruby, "HTTP_HOST");
    remoteAddr = Strings.frozen(ruby, "REMOTE_ADDR");
    remotePort = Strings.frozen(ruby, "REMOTE_PORT");
    https = Strings.frozen(ruby, "HTTPS");
    contentLength = Strings.frozen(ruby, "CONTENT_LENGTH");
    urlScheme = Strings.frozen(ruby, "rack.url_scheme");
    input = Strings.frozen(ruby, "rack.input");
    canHijack = Strings.frozen(ruby, "rack.hijack?");
    hijack = Strings.frozen(ruby, "rack.hijack");
    hijackIo = Strings.frozen(ruby, "rack.hijack_io");
    earlyHints = Strings.frozen(ruby, "rack.early_hints");
    responseFinished = Strings.frozen(ruby, "rack.response_finished");
    afterReply = Strings.frozen(ruby, "rack.after_reply");
    warmup = Strings.frozen(ruby, "trajan.warmup");
  }
}
