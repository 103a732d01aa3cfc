package io.trajan.files.server;

import io.trajan.config.codec.BoundedPattern;
import io.trajan.config.codec.CostlyMatchException;
import io.trajan.request.Request;
import io.trajan.vassal.Option;
import io.trajan.vassal.VassalSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long answers may be kept, by the {@code static-expires} options; the first rule that matches
 * counts. Immutable.
 */
final class Expiry {
  private final List<Rule> rules;

  private Expiry(List<Rule> rules) {
    this.rules = rules;
  }

  /** What a rule looks at. */
  private interface Subject {
    String of(Request request, String file, String type);
  }

  private record Rule(Subject subject, ExpiryValue value, boolean sinceChange) {
    boolean matches(Request request, String file, String type) {
      BoundedPattern pattern = value.pattern();
      try {
        return pattern.find(subject.of(request, file, type)) != null;
      } catch (CostlyMatchException e) {
        return false; // then it is simply not kept
      }
    }
  }

  static Expiry of(VassalSpec spec) {
    List<Rule> rules = new ArrayList<>();
    Subject file = (request, name, type) -> name;
    Subject media = (request, name, type) -> type;
    Subject path = (request, name, type) -> request.path();
    Subject target = (request, name, type) -> request.target();
    add(spec, FilesOptions.EXPIRES, file, false, rules);
    add(spec, FilesOptions.EXPIRES_MTIME, file, true, rules);
    add(spec, FilesOptions.EXPIRES_TYPE, media, false, rules);
    add(spec, FilesOptions.EXPIRES_TYPE_MTIME, media, true, rules);
    add(spec, FilesOptions.EXPIRES_PATH, path, false, rules);
    add(spec, FilesOptions.EXPIRES_PATH_MTIME, path, true, rules);
    add(spec, FilesOptions.EXPIRES_URI, target, false, rules);
    add(spec, FilesOptions.EXPIRES_URI_MTIME, target, true, rules);
    return new Expiry(List.copyOf(rules));
  }

  private static void add(
      VassalSpec spec,
      Option<ExpiryValue> option,
      Subject subject,
      boolean sinceChange,
      List<Rule> rules) {
    spec.values(option).forEach(value -> rules.add(new Rule(subject, value, sinceChange)));
  }

  /**
   * When an answer expires, or null when nothing is said about it.
   *
   * @param file the file's name with its directory
   * @param type its media type
   * @param modified when it was changed
   * @param now the present
   */
  @Nullable Instant expires(
      Request request, String file, String type, Instant modified, Instant now) {
    for (Rule rule : rules) {
      if (rule.matches(request, file, type)) {
        return (rule.sinceChange() ? modified : now).plus(rule.value().lifetime());
      }
    }
    return null;
  }
}
