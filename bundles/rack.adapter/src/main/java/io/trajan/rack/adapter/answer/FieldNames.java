package io.trajan.rack.adapter.answer;

import io.trajan.rack.adapter.env.RackVersion;
import io.trajan.rack.adapter.ruby.Strings;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jruby.RubyString;
import org.jruby.RubySymbol;
import org.jruby.runtime.builtin.IRubyObject;
import org.jruby.util.ByteList;

/**
 * Names of response fields, checked once and kept: {@value #MOST} at most. Rack 3 demands lower
 * case and gets it. Thread-safe.
 */
final class FieldNames {
  private static final int MOST = 512;
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  /** What becomes of a field. */
  enum Kind {
    PLAIN,
    CONTENT_LENGTH,
    HIJACK,
    /** Belongs to server and application, or means nothing: {@code rack.*}, {@code Status}. */
    DROPPED
  }

  /** A checked name. */
  record Name(Kind kind, String text) {}

  private final boolean lowerCase;
  private final Map<ByteList, Name> known = new ConcurrentHashMap<>();

  FieldNames(RackVersion version) {
    this.lowerCase = version == RackVersion.THREE;
  }

  Name of(IRubyObject key) {
    if (key instanceof RubyString string) {
      Name name = known.get(string.getByteList());
      return name != null ? name : make(string);
    }
    if (key instanceof RubySymbol symbol) {
      return of(symbol.asString());
    }
    throw new InvalidAnswerException("a header's name is " + Shown.of(key) + ", expected a String");
  }

  private Name make(RubyString string) {
    Name name = check(Strings.latin1(string));
    if (known.size() < MOST) {
      known.put(string.getByteList().dup(), name);
    }
    return name;
  }

  private Name check(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    Kind kind =
        switch (lower) {
          case "content-length" -> Kind.CONTENT_LENGTH;
          case "rack.hijack" -> Kind.HIJACK;
          case "status" -> Kind.DROPPED;
          default -> lower.startsWith("rack.") ? Kind.DROPPED : Kind.PLAIN;
        };
    if (kind == Kind.PLAIN && !isToken(text)) {
      throw new InvalidAnswerException("a header's name is \"" + text + "\", expected a token");
    }
    return new Name(kind, lowerCase ? lower : text);
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && TOKEN_MARKS.indexOf(c) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }
}
