/**
 * The frames between a terminal and the shell of the emperor: values to bytes and back, pure, no
 * dependency.
 */
@Export
@Version("1.0.0")
@NullMarked
package io.trajan.shell.codec;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
