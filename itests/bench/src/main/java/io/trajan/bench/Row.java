package io.trajan.bench;

import java.util.List;
import java.util.Locale;

/** What is asked for: one row of the table for each, at each concurrency. */
enum Row {
  HELLO("/hello", "hello, 12 bytes"),
  JSON("/json", "JSON, 1 KiB, generated"),
  LARGE("/large", "body of 100 KiB"),
  POST("/post", "POST of 10 KiB, read whole"),
  STREAM("/stream", "stream of 100 chunks of 100 bytes"),
  SLEEP("/sleep", "sleep of 5 ms"),
  SINATRA("/sinatra", "Sinatra page with an ERB template");

  private final String path;
  private final String title;

  Row(String path, String title) {
    this.path = path;
    this.title = title;
  }

  String path() {
    return path;
  }

  String title() {
    return title;
  }

  /** The script that wrk needs for this row; empty for a plain GET. */
  String script() {
    return this == POST
        ? "wrk.method=\"POST\"\nwrk.body=string.rep(\"p\",10240)\n"
            + "wrk.headers[\"Content-Type\"]=\"application/octet-stream\"\n"
        : "";
  }

  /** Rows by their names, comma separated; all of them for an empty text. */
  static List<Row> named(String names) {
    if (names.isEmpty()) {
      return List.of(values());
    }
    return List.of(names.split(",")).stream()
        .map(name -> valueOf(name.trim().toUpperCase(Locale.ROOT)))
        .toList();
  }
}
