package io.trajan.files.server.http;

import io.trajan.request.Fields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Conditional requests in the order of <a
 * href="https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2">RFC 9110 §13.2.2</a>, for GET and
 * HEAD of something that exists.
 */
public final class Conditions {
  private Conditions() {}

  /** What the conditions say. */
  public enum Result {
    /** Answer as if there were none. */
    PROCEED,
    /** 304. */
    NOT_MODIFIED,
    /** 412. */
    FAILED
  }

  /**
   * Judges a request.
   *
   * @param request its header fields
   * @param tag the tag of what is there
   * @param modified when that was changed
   * @param now the present, for dates of two digits
   */
  public static Result judge(Fields request, EntityTag tag, Instant modified, Instant now) {
    if (request.has("If-Match")) {
      if (!matches(request, "If-Match", tag, true)) {
        return Result.FAILED;
      }
    } else if (date(request, "If-Unmodified-Since", now)
        .filter(d -> seconds(modified).isAfter(d))
        .isPresent()) {
      return Result.FAILED;
    }
    if (request.has("If-None-Match")) {
      return matches(request, "If-None-Match", tag, false) ? Result.NOT_MODIFIED : Result.PROCEED;
    }
    return date(request, "If-Modified-Since", now)
            .filter(d -> !seconds(modified).isAfter(d))
            .isPresent()
        ? Result.NOT_MODIFIED
        : Result.PROCEED;
  }

  /**
   * Whether ranges may be answered: without If-Range always, else only when it names exactly what
   * is there (§13.1.5). A date counts when it is the very date, and old enough to be a strong
   * validator (§8.8.2.2).
   */
  public static boolean allowsRange(Fields request, EntityTag tag, Instant modified, Instant now) {
    String ifRange = request.get("If-Range");
    if (ifRange == null) {
      return true;
    }
    List<EntityTag> tags = EntityTag.list(ifRange);
    if (!tags.isEmpty()) {
      return tags.getFirst().isStronglyEqual(tag);
    }
    Instant date = seconds(modified);
    return HttpDate.parse(ifRange.trim(), now).filter(date::equals).isPresent()
        && date.plusSeconds(1).isBefore(now);
  }

  private static boolean matches(Fields request, String name, EntityTag tag, boolean strong) {
    for (String value : request.all(name)) {
      if (value.trim().equals("*")) {
        return true;
      }
      for (EntityTag each : EntityTag.list(value)) {
        if (strong ? each.isStronglyEqual(tag) : each.isWeaklyEqual(tag)) {
          return true;
        }
      }
    }
    return false;
  }

  /** A date that is no date is ignored, and so is one of several. */
  private static Optional<Instant> date(Fields request, String name, Instant now) {
    List<String> values = request.all(name);
    return values.size() == 1 ? HttpDate.parse(values.getFirst().trim(), now) : Optional.empty();
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
