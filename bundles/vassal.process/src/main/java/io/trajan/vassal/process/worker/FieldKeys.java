package io.trajan.vassal.process.worker;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The variables of header fields: {@code User-Agent} is {@code HTTP_USER_AGENT}. Those seen are
 * kept, {@value #MOST} at most, since a client may invent any number. Thread-safe.
 */
final class FieldKeys {
  /** How many names are kept. */
  static final int MOST = 512;

  /** A field's variable: its name, null when the field is left out, and what joins values. */
  static final class Key {
    private final byte @Nullable [] name;
    private final String separator;

    private Key(byte @Nullable [] name, String separator) {
      this.name = name;
      this.separator = separator;
    }

    byte @Nullable [] name() {
      return name;
    }

    String separator() {
      return separator;
    }
  }

  private static final Key DROPPED = new Key(null, "");

  private final Map<String, Key> known = new ConcurrentHashMap<>();

  Key of(String field) {
    Key key = known.get(field);
    return key != null ? key : make(field);
  }

  /** Two spellings of a name share a key, so that they are known as one field. */
  private Key make(String field) {
    String lower = field.toLowerCase(Locale.ROOT);
    Key key = known.get(lower);
    if (key == null) {
      key = keyOf(field.toUpperCase(Locale.ROOT));
      if (known.size() >= MOST) {
        return key;
      }
      Key raced = known.putIfAbsent(lower, key);
      key = raced == null ? key : raced;
    }
    if (known.size() < MOST) {
      known.put(field, key);
    }
    return key;
  }

  /**
   * Underscores are dropped, else {@code X_Forwarded_For} could pass for {@code X-Forwarded-For};
   * {@code Proxy}, because programs take {@code HTTP_PROXY} for a setting of theirs
   * (CVE-2016-5385); {@code Transfer-Encoding}, because the body arrives decoded; {@code Version},
   * because {@code HTTP_VERSION} is the protocol's. Host and length are told by the request itself.
   */
  private static Key keyOf(String upper) {
    return switch (upper) {
      case "PROXY", "TRANSFER-ENCODING", "VERSION", "HOST", "CONTENT-LENGTH" -> DROPPED;
      case "CONTENT-TYPE" -> key("CONTENT_TYPE", ",");
      case "COOKIE" -> key("HTTP_COOKIE", "; ");
      default ->
          upper.indexOf('_') >= 0 || upper.indexOf(0) >= 0
              ? DROPPED
              : key("HTTP_" + upper.replace('-', '_'), ",");
    };
  }

  private static Key key(String name, String separator) {
    return new Key(name.getBytes(StandardCharsets.ISO_8859_1), separator);
  }
}
