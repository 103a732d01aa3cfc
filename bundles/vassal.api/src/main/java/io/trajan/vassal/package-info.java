/**
 * What a vassal is: the options bundles claim, the specification they make, and the journey of a
 * start.
 */
@Export
@Version("1.4.0")
@NullMarked
package io.trajan.vassal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
