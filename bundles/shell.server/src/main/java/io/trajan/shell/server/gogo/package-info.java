/**
 * Gogo with our rules: which commands there are, how they are found without a scope, and how they
 * are called.
 */
@NullMarked
package io.trajan.shell.server.gogo;

import org.jspecify.annotations.NullMarked;
