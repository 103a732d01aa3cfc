/** Sockets and threads: addresses, listeners, event loops, TLS, connections and their deadlines. */
@NullMarked
package io.trajan.http.server.net;

import org.jspecify.annotations.NullMarked;
