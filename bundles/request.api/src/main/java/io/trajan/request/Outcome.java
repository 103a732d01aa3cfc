package io.trajan.request;

import org.jspecify.annotations.Nullable;

/**
 * How a response ended.
 *
 * @param status the status that was sent, or 0 when none was (the peer left, or the connection was
 *     hijacked)
 * @param bodyBytes body bytes handed to the socket
 * @param failure why it was not delivered whole, as a short phrase, or null when it was
 */
public record Outcome(int status, long bodyBytes, @Nullable String failure) {}
