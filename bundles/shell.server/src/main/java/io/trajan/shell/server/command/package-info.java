/** The commands that the shell itself brings. */
@NullMarked
package io.trajan.shell.server.command;

import org.jspecify.annotations.NullMarked;
