/** Launches vassals in processes of their own. */
@NullMarked
package io.trajan.vassal.process;

import org.jspecify.annotations.NullMarked;
