/** What the shell can ask about jails. */
@NullMarked
package io.trajan.vassal.process.command;

import org.jspecify.annotations.NullMarked;
