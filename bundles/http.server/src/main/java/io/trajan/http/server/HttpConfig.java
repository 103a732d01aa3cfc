package io.trajan.http.server;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration with PID {@code io.trajan.http}: limits that hold for every listener. */
@ObjectClassDefinition(
    id = HttpConfig.PID,
    name = "HTTP",
    description = "Threads, limits and deadlines of the HTTP listeners of all vassals")
@interface HttpConfig {
  String PID = "io.trajan.http";

  @AttributeDefinition(
      description =
          "Event loop threads, 0 to 64; 0 takes half the processors, at least one. They decode and"
              + " encode; applications run on threads of their own",
      min = "0",
      max = "64")
  int worker_threads() default 0;

  @AttributeDefinition(
      description = "Most connections of all listeners together; beyond it they wait unaccepted",
      min = "1",
      max = "1000000")
  int connections_max() default 10_000;

  @AttributeDefinition(
      description = "Longest request line in bytes; a longer one is answered with 414",
      min = "64",
      max = "65536")
  int request_line_bytes() default 8192;

  @AttributeDefinition(
      description = "Most bytes of header fields of a request; more are answered with 431",
      min = "256",
      max = "1048576")
  int header_bytes() default 32_768;

  @AttributeDefinition(
      description = "Most header fields of a request; more are answered with 431",
      min = "1",
      max = "10000")
  int header_count() default 100;

  @AttributeDefinition(
      description =
          "Longest request body in bytes; a longer one is answered with 413. A vassal's limit-post"
              + " takes its place",
      min = "0",
      max = "9223372036854775807")
  long body_bytes() default 1L << 30;

  @AttributeDefinition(
      description =
          "Bodies announced up to this size in bytes are received before the application is called,"
              + " so that it never waits for a slow client; 0 for none",
      min = "0",
      max = "16777216")
  int body_collect_bytes() default 65_536;

  @AttributeDefinition(
      description = "How much of a larger body in bytes is held for a slow application",
      min = "1024",
      max = "16777216")
  int body_window_bytes() default 131_072;

  @AttributeDefinition(
      description =
          "How much of a body that the application did not read is read to keep the connection, in"
              + " bytes; with more left it is closed",
      min = "0",
      max = "16777216")
  int body_drain_bytes() default 65_536;

  @AttributeDefinition(
      description = "How long a connection may wait between requests, in ms",
      min = "10",
      max = "86400000")
  long idle_timeout_ms() default 75_000;

  @AttributeDefinition(
      description =
          "How long a request's header, a TLS handshake or a PROXY header may take, in ms; then 408",
      min = "10",
      max = "86400000")
  long header_timeout_ms() default 10_000;

  @AttributeDefinition(
      description = "How long a body may pause while the application waits for it, in ms; then 408",
      min = "10",
      max = "86400000")
  long body_timeout_ms() default 20_000;

  @AttributeDefinition(
      description = "Slowest average rate of such a body, in bytes a second",
      min = "1",
      max = "1073741824")
  long body_rate_bytes() default 500;

  @AttributeDefinition(
      description = "How long a client may take nothing of its answer, in ms; then it is cut off",
      min = "10",
      max = "86400000")
  long write_timeout_ms() default 30_000;

  @AttributeDefinition(
      description = "Slowest average rate at which a client takes an answer, in bytes a second",
      min = "1",
      max = "1073741824")
  long write_rate_bytes() default 500;

  @AttributeDefinition(
      description =
          "How long a connection is still read from after an answer that closes it, in ms, so that"
              + " the client sees the answer and no reset",
      min = "10",
      max = "60000")
  long linger_timeout_ms() default 2_000;

  @AttributeDefinition(
      description = "How many requests may wait while request.dispatch is updated; then 503",
      min = "0",
      max = "1000000")
  int parking_capacity() default 1_000;

  @AttributeDefinition(
      description = "How long each of them may wait, in ms; then 503",
      min = "0",
      max = "600000")
  long parking_patience_ms() default 10_000;

  @AttributeDefinition(
      description =
          "How long requests in flight may take when this bundle stops or is updated, in ms; then"
              + " they are broken off",
      min = "0",
      max = "600000")
  long drain_timeout_ms() default 10_000;

  @AttributeDefinition(description = "Value of the Server field of answers; empty for none")
  String server_header() default "Trajan";

  @AttributeDefinition(
      description = "Most concurrent streams of an HTTP/2 connection",
      min = "1",
      max = "10000")
  int h2_streams_max() default 128;

  @AttributeDefinition(
      description =
          "Most HTTP/2 frames a connection may send in 10 s that cost us and bring nothing: resets,"
              + " settings, pings, empty ones; then it is closed with ENHANCE_YOUR_CALM",
      min = "10",
      max = "1000000")
  int h2_flood_frames() default 400;
}
