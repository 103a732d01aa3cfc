/** The parts of the shell's client. */
@NullMarked
package io.trajan.launcher.shell;

import org.jspecify.annotations.NullMarked;
