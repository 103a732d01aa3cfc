package io.trajan.http.server.net;

import io.trajan.http.server.wire.GuardLimits;
import java.time.Duration;

/**
 * What one connection may send, withhold and keep busy.
 *
 * @param guard sizes of request line, header and body
 * @param collectBytes bodies announced up to this size are received before the request is handed on
 * @param windowBytes how much of a larger body is held for a slow reader
 * @param drainBytes how much of a body that nobody wants is read to keep the connection
 * @param idle how long a connection may wait between requests
 * @param header how long a header may take from its first octet, and a TLS handshake
 * @param body how long a body may pause while somebody waits for it
 * @param bodyBytesPerSecond minimum rate of a body that somebody waits for
 * @param write how long a client may take nothing of an answer
 * @param writeBytesPerSecond minimum rate at which a client takes an answer
 * @param linger how long a connection is read from after an answer that closes it
 * @param streams most concurrent streams of an HTTP/2 connection
 * @param floodFrames most useless frames of an HTTP/2 connection in ten seconds
 */
public record Limits(
    GuardLimits guard,
    int collectBytes,
    int windowBytes,
    int drainBytes,
    Duration idle,
    Duration header,
    Duration body,
    long bodyBytesPerSecond,
    Duration write,
    long writeBytesPerSecond,
    Duration linger,
    int streams,
    int floodFrames) {
  /** The same with another limit of the body. */
  public Limits withBodyBytes(long bytes) {
    GuardLimits changed =
        new GuardLimits(guard.requestLineBytes(), guard.headerBytes(), guard.headerCount(), bytes);
    return new Limits(
        changed,
        collectBytes,
        windowBytes,
        drainBytes,
        idle,
        header,
        body,
        bodyBytesPerSecond,
        write,
        writeBytesPerSecond,
        linger,
        streams,
        floodFrames);
  }
}
