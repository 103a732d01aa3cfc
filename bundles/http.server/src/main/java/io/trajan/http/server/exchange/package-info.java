/** One request with its response, whatever the version of HTTP. */
@NullMarked
package io.trajan.http.server.exchange;

import org.jspecify.annotations.NullMarked;
