/**
 * The life of a vassal as a table: states, events, effects, and how long to wait after a failure.
 */
@NullMarked
package io.trajan.vassal.emperor.life;

import org.jspecify.annotations.NullMarked;
