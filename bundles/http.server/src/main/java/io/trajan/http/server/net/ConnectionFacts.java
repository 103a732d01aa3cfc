package io.trajan.http.server.net;

/**
 * A connection in the table of {@code http:connections}.
 *
 * @param vassal whose it is
 * @param peer its ends
 * @param protocol {@code HTTP/1.1}, {@code HTTP/2}, {@code raw} when hijacked
 * @param state what it does now
 * @param requests requests so far
 * @param ageMillis since it was accepted
 */
public record ConnectionFacts(
    String vassal, Peer peer, String protocol, String state, long requests, long ageMillis) {}
