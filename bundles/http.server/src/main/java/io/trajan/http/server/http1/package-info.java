/** HTTP/1.0 and 1.1: the guard in front of the decoder, the connection, the encoder of answers. */
@NullMarked
package io.trajan.http.server.http1;

import org.jspecify.annotations.NullMarked;
