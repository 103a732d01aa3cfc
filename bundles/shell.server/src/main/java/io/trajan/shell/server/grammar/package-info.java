/**
 * What a command accepts, read from its method: flags, arguments, usage; and arguments bound to it
 * with a sentence for everything that does not fit.
 */
@NullMarked
package io.trajan.shell.server.grammar;

import org.jspecify.annotations.NullMarked;
