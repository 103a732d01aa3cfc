package io.trajan.http.server.command;

import io.trajan.http.server.net.ConnectionFacts;
import java.time.Duration;

/**
 * A connection in a table.
 *
 * @param vassal whose it is
 * @param peer the client's end, empty for a client without a name
 * @param at our end
 * @param scheme {@code http} or {@code https}
 * @param protocol {@code HTTP/1.1}, {@code HTTP/2}, {@code raw} when taken over by its application
 * @param state what it does now
 * @param age since it was accepted, or handed over by the version before of this bundle
 * @param requests requests so far
 */
public record ConnectionRow(
    String vassal,
    String peer,
    String at,
    String scheme,
    String protocol,
    String state,
    Duration age,
    long requests) {

  static ConnectionRow of(ConnectionFacts facts) {
    return new ConnectionRow(
        facts.vassal(),
        facts.peer().remote().toString(),
        facts.peer().local().toString(),
        facts.peer().scheme(),
        facts.protocol(),
        facts.state(),
        Duration.ofMillis(facts.ageMillis()),
        facts.requests());
  }
}
