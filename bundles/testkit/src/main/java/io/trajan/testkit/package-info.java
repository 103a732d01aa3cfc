/**
 * Fakes for the tests of every bundle: they record what was done and refuse what the contract
 * forbids.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.trajan.testkit;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
