/**
 * Benchmarks: starts Trajan and its peers with the same application, loads them in turn with wrk,
 * and prints one table. Nothing here is shipped in a bundle.
 */
@NullMarked
package io.trajan.bench;

import org.jspecify.annotations.NullMarked;
