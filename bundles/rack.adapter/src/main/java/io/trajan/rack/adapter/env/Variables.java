package io.trajan.rack.adapter.env;

import io.trajan.rack.adapter.ruby.Strings;
import java.util.Map;
import java.util.Set;
import org.jruby.Ruby;
import org.jruby.RubyHash;
import org.jruby.RubyString;

/**
 * Variables that a FastCGI, uwsgi or SCGI front end sends beside the header fields. The front end's
 * name and port of the server hold; header fields, target and body are told by the request itself;
 * anything that is not an upper-case CGI name is dropped, so that no peer can set {@code rack.*}.
 */
final class Variables {
  private static final Set<String> TOLD_BY_REQUEST =
      Set.of(
          "REQUEST_METHOD",
          "SCRIPT_NAME",
          "PATH_INFO",
          "QUERY_STRING",
          "REQUEST_URI",
          "SERVER_PROTOCOL",
          "CONTENT_LENGTH",
          "CONTENT_TYPE",
          "REMOTE_ADDR",
          "REMOTE_PORT",
          "HTTPS");

  private Variables() {}

  static void add(Ruby ruby, RubyHash env, Map<String, String> variables) {
    variables.forEach(
        (name, value) -> {
          if (isWanted(name, value)) {
            RubyString key = Strings.frozen(ruby, name);
            env.fastASet(key, Strings.binary(ruby, value));
          }
        });
  }

  private static boolean isWanted(String name, String value) {
    return !name.isEmpty()
        && !TOLD_BY_REQUEST.contains(name)
        && !name.startsWith("HTTP_")
        && name.chars().allMatch(Variables::isNameCharacter)
        && !(value.isEmpty() && name.startsWith("SERVER_"));
  }

  private static boolean isNameCharacter(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  }
}
