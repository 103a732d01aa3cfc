/**
 * The octets of HTTP/1 as pure functions: what is let in, what is put out, and what it is called.
 */
@NullMarked
package io.trajan.http.server.wire;

import org.jspecify.annotations.NullMarked;
