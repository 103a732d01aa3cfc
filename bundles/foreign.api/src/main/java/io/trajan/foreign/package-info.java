/** What the outside world offers in plain Java: no pointer, no struct, no errno integer. */
@Export
@Version("1.0.0")
@NullMarked
package io.trajan.foreign;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
