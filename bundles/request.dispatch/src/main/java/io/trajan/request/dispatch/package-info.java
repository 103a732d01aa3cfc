/**
 * The way of a request from its listener to its handler. {@link
 * io.trajan.request.dispatch.Dispatcher} is the hot path: a {@link io.trajan.request.dispatch.Lane}
 * for each vassal, whose gate is open to an immutable {@link io.trajan.request.dispatch.Routes};
 * {@link io.trajan.request.dispatch.Flight} is one request on that way.
 */
@NullMarked
package io.trajan.request.dispatch;

import org.jspecify.annotations.NullMarked;
