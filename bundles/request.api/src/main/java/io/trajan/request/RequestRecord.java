package io.trajan.request;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known of a request when it is over; what access logs, metrics and log-format variables
 * are made of.
 *
 * @param request the request, its body no longer readable
 * @param outcome how the answer ended
 * @param received when its first byte was read
 * @param parked how long it waited for a handler to come back, zero normally
 * @param total from the first byte read to the last byte written
 */
public record RequestRecord(
    Request request, Outcome outcome, Instant received, Duration parked, Duration total) {}
