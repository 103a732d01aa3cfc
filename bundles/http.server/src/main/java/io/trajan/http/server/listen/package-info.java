/**
 * Listening sockets: bound, shared between generations, kept across updates, opened to connections.
 */
@NullMarked
package io.trajan.http.server.listen;

import org.jspecify.annotations.NullMarked;
