package io.trajan.rack.adapter.env;

import io.trajan.rack.adapter.ruby.Strings;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jruby.Ruby;
import org.jruby.RubyString;
import org.jspecify.annotations.Nullable;

/**
 * The environment's names of header fields: {@code User-Agent} is {@code HTTP_USER_AGENT}. Those
 * seen are kept, {@value #MOST} at most (a client may invent any number; further ones are made anew
 * each time). Thread-safe.
 */
final class HeaderKeys {
  /** How many names are kept. */
  static final int MOST = 512;

  /** What becomes of a field. */
  enum Kind {
    /** Goes under its key; several are joined with commas. */
    PLAIN,
    /** Goes under its key; several are joined with semicolons (RFC 9113 §8.2.3). */
    COOKIE,
    /** The media type of the body. */
    CONTENT_TYPE,
    /** The length of the body. */
    CONTENT_LENGTH,
    /** Left out. */
    DROPPED
  }

  /**
   * A field's key.
   *
   * @param kind what becomes of it
   * @param name the frozen key, null when it is dropped
   */
  record Key(Kind kind, @Nullable RubyString name) {}

  private static final Key DROPPED = new Key(Kind.DROPPED, null);

  private final Ruby ruby;
  private final Map<String, Key> known = new ConcurrentHashMap<>();

  HeaderKeys(Ruby ruby) {
    this.ruby = ruby;
  }

  Key of(String field) {
    Key key = known.get(field);
    return key != null ? key : make(field);
  }

  private Key make(String field) {
    Key key = keyOf(field.toUpperCase(Locale.ROOT));
    if (known.size() < MOST) {
      known.put(field, key);
    }
    return key;
  }

  /**
   * Underscores are dropped, else {@code X_Forwarded_For} could pass for {@code X-Forwarded-For};
   * {@code Proxy}, because programs take {@code HTTP_PROXY} for a setting of theirs
   * (CVE-2016-5385); {@code Transfer-Encoding}, because the body arrives decoded; {@code Version},
   * because {@code HTTP_VERSION} is the protocol's. {@code Host} is told by the request.
   */
  private Key keyOf(String upper) {
    return switch (upper) {
      case "PROXY", "TRANSFER-ENCODING", "VERSION", "HOST" -> DROPPED;
      case "CONTENT-TYPE" -> new Key(Kind.CONTENT_TYPE, Strings.frozen(ruby, "CONTENT_TYPE"));
      case "CONTENT-LENGTH" -> new Key(Kind.CONTENT_LENGTH, Strings.frozen(ruby, "CONTENT_LENGTH"));
      case "COOKIE" -> new Key(Kind.COOKIE, Strings.frozen(ruby, "HTTP_COOKIE"));
      default ->
          upper.indexOf('_') >= 0
              ? DROPPED
              : new Key(Kind.PLAIN, Strings.frozen(ruby, "HTTP_" + upper.replace('-', '_')));
    };
  }
}
