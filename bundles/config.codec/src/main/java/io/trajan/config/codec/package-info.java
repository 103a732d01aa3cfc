/**
 * Configuration text to typed values and back: sizes, durations, lists, faults with file and line.
 * Pure functions.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.trajan.config.codec;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
