package io.trajan.http.server.exchange;

import io.trajan.request.Fields;

/**
 * What a request says before its body; the parts are those of {@link io.trajan.request.Request}.
 *
 * @param method the method
 * @param target as received
 * @param path of the target
 * @param query of the target
 * @param protocol as a CGI variable would say it
 * @param authority who was asked for
 * @param headers the fields
 */
public record RequestHead(
    String method,
    String target,
    String path,
    String query,
    String protocol,
    String authority,
    Fields headers) {}
