/** The plan of a jail as text: what the warden is told to do, in order. Pure. */
@NullMarked
package io.trajan.vassal.process.plan;

import org.jspecify.annotations.NullMarked;
