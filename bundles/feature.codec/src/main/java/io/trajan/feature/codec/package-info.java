/**
 * Features as values: what a feature file says, which other features it needs, where its jars are,
 * and the record of what is installed. Shared by the launcher, which installs at start, and by the
 * deployer, which installs at run time.
 */
@Export
@Version("2.0.0")
@NullMarked
package io.trajan.feature.codec;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
