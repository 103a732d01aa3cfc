package io.trajan.rack.adapter.ruby;

import java.nio.charset.StandardCharsets;
import org.jruby.Ruby;
import org.jruby.RubyString;
import org.jruby.util.ByteList;

/** Ruby's strings and Java's. Pure functions; any thread. */
public final class Strings {
  private Strings() {}

  /** A binary Ruby string of a text with one byte per character. */
  public static RubyString binary(Ruby ruby, String latin1) {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    return RubyString.newString(ruby, new ByteList(bytes, false));
  }

  /** A binary Ruby string that takes over {@code bytes}. */
  public static RubyString binary(Ruby ruby, byte[] bytes, int start, int length) {
    return RubyString.newString(ruby, list(bytes, start, length));
  }

  /** Binary bytes, taken over. */
  public static ByteList list(byte[] bytes, int start, int length) {
    return new ByteList(bytes, start, length, false);
  }

  /** A frozen Ruby string of an ASCII text, equal to the literal in a program. */
  public static RubyString frozen(Ruby ruby, String ascii) {
    RubyString string = ruby.newString(ascii);
    // Known once, so that lookups need not scan it again.
    string.scanForCodeRange();
    return (RubyString) string.freeze(ruby.getCurrentContext());
  }

  /** The bytes of a Ruby string, one per character. */
  public static String latin1(RubyString string) {
    ByteList bytes = string.getByteList();
    return new String(
        bytes.unsafeBytes(), bytes.begin(), bytes.realSize(), StandardCharsets.ISO_8859_1);
  }
}
