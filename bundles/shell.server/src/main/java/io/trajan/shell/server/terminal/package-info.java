/**
 * A terminal at the far end of a connection, and what a person types there: lines, history,
 * completion.
 */
@NullMarked
package io.trajan.shell.server.terminal;

import org.jspecify.annotations.NullMarked;
