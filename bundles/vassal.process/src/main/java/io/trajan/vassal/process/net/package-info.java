/** One thread that looks after all streams to wardens and workers. */
@NullMarked
package io.trajan.vassal.process.net;

import org.jspecify.annotations.NullMarked;
