package io.trajan.request.dispatch.access;

import io.trajan.request.LogText;
import io.trajan.request.RequestRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code %(NAME)} may name, with uWSGI's names where uWSGI has the thing. */
final class Variables {
  private static final String HEADER = "header.";
  private static final String VARIABLE = "var.";

  static final Map<String, Part> BY_NAME = new TreeMap<>();

  static {
    text("addr", r -> r.request().remote().host());
    text("method", r -> r.request().method());
    text("uri", r -> r.request().target());
    text("path", r -> r.request().path());
    text("query", r -> r.request().query());
    text("proto", r -> r.request().protocol());
    text("scheme", r -> r.request().scheme());
    text("host", r -> r.request().authority());
    text("user", r -> r.request().variables().get("REMOTE_USER"));
    text("referer", r -> r.request().headers().get("Referer"));
    text("uagent", r -> r.request().headers().get("User-Agent"));
    text("vassal", r -> r.request().vassal());
    text("mount", r -> r.request().mount());
    text("failure", r -> r.outcome().failure());
    BY_NAME.put("status", (r, line) -> line.append(r.outcome().status()));
    BY_NAME.put("size", (r, line) -> line.append(r.outcome().bodyBytes()));
    BY_NAME.put("micros", (r, line) -> line.append(r.total().toNanos() / 1000));
    BY_NAME.put("msecs", (r, line) -> line.append(r.total().toMillis()));
    BY_NAME.put("secs", (r, line) -> decimal(r.total(), line));
    BY_NAME.put("parked", (r, line) -> line.append(r.parked().toMillis()));
    BY_NAME.put("epoch", (r, line) -> line.append(r.received().getEpochSecond()));
    BY_NAME.put("ltime", (r, line) -> line.append(ClfTime.of(end(r))));
  }

  private Variables() {}

  /** The part of a name, or null when there is no such variable. */
  static @Nullable Part find(String name) {
    if (name.startsWith(HEADER) && name.length() > HEADER.length()) {
      String field = name.substring(HEADER.length());
      return (r, line) -> LogText.safe(r.request().headers().get(field), line);
    }
    if (name.startsWith(VARIABLE) && name.length() > VARIABLE.length()) {
      String variable = name.substring(VARIABLE.length());
      return (r, line) -> LogText.safe(r.request().variables().get(variable), line);
    }
    return BY_NAME.get(name);
  }

  static Instant end(RequestRecord record) {
    return record.received().plus(record.total());
  }

  private static void text(String name, Getter getter) {
    BY_NAME.put(name, (r, line) -> LogText.safe(getter.get(r), line));
  }

  private static void decimal(Duration time, StringBuilder line) {
    long micros = time.toNanos() / 1000 % 1_000_000;
    line.append(time.toSeconds()).append('.');
    line.append(Long.toString(1_000_000 + micros), 1, 7);
  }

  private interface Getter {
    @Nullable String get(RequestRecord record);
  }
}
