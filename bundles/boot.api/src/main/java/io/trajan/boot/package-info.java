/**
 * What the launcher offers to bundles: the gates READY waits for, a place to keep things across the
 * update of their bundle, and the signals sent to the process. The classes live on the launcher's
 * class path and are exported by the system bundle, so they outlive every bundle.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.trajan.boot;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
