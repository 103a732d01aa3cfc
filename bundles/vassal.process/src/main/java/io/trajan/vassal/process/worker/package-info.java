/** The worker protocol: frames, the variables of a request, the head of an answer. Pure. */
@NullMarked
package io.trajan.vassal.process.worker;

import org.jspecify.annotations.NullMarked;
