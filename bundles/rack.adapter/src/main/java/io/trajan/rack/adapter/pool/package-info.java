/** The threads that run an application, and the queue before them. */
@NullMarked
package io.trajan.rack.adapter.pool;

import org.jspecify.annotations.NullMarked;
