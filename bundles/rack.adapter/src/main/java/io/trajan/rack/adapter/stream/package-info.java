/** Bytes between Ruby threads that may wait and listeners that may not. */
@NullMarked
package io.trajan.rack.adapter.stream;

import org.jspecify.annotations.NullMarked;
