/**
 * Replaces a bundle and goes back when that fails. These classes use the JDK, the framework and
 * SLF4J, which are on the class path of the process, and nothing else, so that a second copy of
 * them, in a class loader of its own, can replace the very bundle they belong to.
 */
@NullMarked
package io.trajan.deploy.swap;

import org.jspecify.annotations.NullMarked;
