package io.trajan.files.server.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Entity tags, <a href="https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3">RFC 9110 §8.8.3</a>.
 *
 * @param weak whether it only promises the same meaning
 * @param opaque what stands between the quotes
 */
public record EntityTag(boolean weak, String opaque) {
  private static final char QUOTE = '"';

  /**
   * The strong tag of a file: another file, another size or another time of change, to the
   * nanosecond, is another tag. A file that is overwritten in place twice within one tick of the
   * file system's clock, with as many bytes, is not told apart.
   */
  public static EntityTag of(long inode, long size, Instant modified) {
    long nanos = modified.getEpochSecond() * 1_000_000_000 + modified.getNano();
    return new EntityTag(
        false,
        Long.toHexString(inode) + '-' + Long.toHexString(size) + '-' + Long.toHexString(nanos));
  }

  /** The tags of a list; reading stops at the first thing that is none. {@code *} is not a tag. */
  public static List<EntityTag> list(String text) {
    List<EntityTag> tags = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == ',') {
        at++;
        continue;
      }
      boolean weak = text.startsWith("W/", at);
      int open = weak ? at + 2 : at;
      int close =
          open < text.length() && text.charAt(open) == QUOTE ? text.indexOf(QUOTE, open + 1) : -1;
      if (close < 0) {
        break;
      }
      tags.add(new EntityTag(weak, text.substring(open + 1, close)));
      at = close + 1;
    }
    return tags;
  }

  /** Both are strong and the same (§8.8.3.2). */
  public boolean isStronglyEqual(EntityTag other) {
    return !weak && !other.weak && opaque.equals(other.opaque);
  }

  /** The same, strong or weak. */
  public boolean isWeaklyEqual(EntityTag other) {
    return opaque.equals(other.opaque);
  }

  @Override
  public String toString() {
    return (weak ? "W/" : "") + QUOTE + opaque + QUOTE;
  }
}
