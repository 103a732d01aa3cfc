/**
 * The built product as a person uses it: started by its script, spoken to over its sockets, watched
 * through /proc. Used by the tests on real components; never shipped.
 */
@NullMarked
package io.trajan.itests;

import org.jspecify.annotations.NullMarked;
