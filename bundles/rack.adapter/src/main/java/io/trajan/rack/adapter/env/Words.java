package io.trajan.rack.adapter.env;

import io.trajan.rack.adapter.ruby.Strings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jruby.Ruby;
import org.jruby.RubyString;

/**
 * Values that come again and again, as frozen strings: methods, protocols, mounts. At most {@value
 * #MOST} are kept, since a client may invent methods. Thread-safe.
 */
final class Words {
  private static final int MOST = 64;

  private final Ruby ruby;
  private final Map<String, RubyString> known = new ConcurrentHashMap<>();

  Words(Ruby ruby) {
    this.ruby = ruby;
  }

  RubyString of(String word) {
    RubyString string = known.get(word);
    if (string == null) {
      string = Strings.frozen(ruby, word);
      if (known.size() < MOST) {
        known.put(word, string);
      }
    }
    return string;
  }
}
