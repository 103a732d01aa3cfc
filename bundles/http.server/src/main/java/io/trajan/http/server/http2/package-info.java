/** HTTP/2: streams of a connection mapped to exchanges, flood protection. */
@NullMarked
package io.trajan.http.server.http2;

import org.jspecify.annotations.NullMarked;
