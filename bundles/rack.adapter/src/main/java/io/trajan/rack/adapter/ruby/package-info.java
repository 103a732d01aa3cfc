/** One Ruby runtime: booting, loading an application, logging, ending. */
@NullMarked
package io.trajan.rack.adapter.ruby;

import org.jspecify.annotations.NullMarked;
