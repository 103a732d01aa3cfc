/** What the shell offers. */
@NullMarked
package io.trajan.vassal.emperor.command;

import org.jspecify.annotations.NullMarked;
