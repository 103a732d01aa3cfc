/** The emperor: wiring, the thread that owns every vassal, and what it decides and does. */
@NullMarked
package io.trajan.vassal.emperor;

import org.jspecify.annotations.NullMarked;
