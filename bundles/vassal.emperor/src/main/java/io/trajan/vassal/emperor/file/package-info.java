/** From files to verdicts: which files are vassals, when they are whole, what they ask for. */
@NullMarked
package io.trajan.vassal.emperor.file;

import org.jspecify.annotations.NullMarked;
