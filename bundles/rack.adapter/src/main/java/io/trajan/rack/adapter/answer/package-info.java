/** A Rack triple as a response. */
@NullMarked
package io.trajan.rack.adapter.answer;

import org.jspecify.annotations.NullMarked;
