/** The jail of a vassal: from its options to stages of the plan, in uWSGI's order. Pure. */
@NullMarked
package io.trajan.vassal.process.jail;

import org.jspecify.annotations.NullMarked;
