/** A request as a Rack environment. */
@NullMarked
package io.trajan.rack.adapter.env;

import org.jspecify.annotations.NullMarked;
