/** What the shell can ask about .ini files. */
@NullMarked
package io.trajan.vassal.ini.command;

import org.jspecify.annotations.NullMarked;
