/**
 * System calls behind the promises of {@code io.trajan.foreign}: one class per port over {@link
 * io.trajan.foreign.jnr.Libc}. Nothing of jnr-ffi is loaded before a port is used for the first
 * time.
 */
@NullMarked
package io.trajan.foreign.jnr;

import org.jspecify.annotations.NullMarked;
