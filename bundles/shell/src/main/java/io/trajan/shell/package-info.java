/**
 * What a bundle needs to offer commands in the shell. A command is a method of a service with the
 * properties {@code osgi.command.scope} and {@code osgi.command.function}; Gogo's
 * {@code @Descriptor} and {@code @Parameter} describe it. It returns values and never formats:
 * records and lists of records become key/value lists and tables for a person and objects and
 * arrays as JSON; {@code Duration}, {@code Instant}, enums, maps and optionals are understood.
 */
@Export
@Version("1.1.0")
@NullMarked
package io.trajan.shell;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
