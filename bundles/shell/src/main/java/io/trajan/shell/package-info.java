/** Tables, sizes and durations for the results of commands; the same values as JSON. */
@Export
@Version("1.0.0")
@NullMarked
package io.trajan.shell;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
