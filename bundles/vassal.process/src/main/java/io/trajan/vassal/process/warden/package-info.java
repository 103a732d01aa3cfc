/** The process outside the jail: its start, its control stream, and what it tells. */
@NullMarked
package io.trajan.vassal.process.warden;

import org.jspecify.annotations.NullMarked;
