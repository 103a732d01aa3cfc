/**
 * The access log: a format parsed once into parts, and a thread that writes so that no listener
 * ever waits for a log.
 */
@NullMarked
package io.trajan.request.dispatch.access;

import org.jspecify.annotations.NullMarked;
