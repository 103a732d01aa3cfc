package io.trajan.http.server.net;

import io.trajan.request.Endpoint;

/**
 * The ends of a connection as requests report them.
 *
 * @param remote the client's end
 * @param local our end
 * @param scheme {@code http} or {@code https}
 */
public record Peer(Endpoint remote, Endpoint local, String scheme) {}
