/** Workers as the emperor sees them, and who gets which request. */
@NullMarked
package io.trajan.vassal.process.pool;

import org.jspecify.annotations.NullMarked;
