/**
 * Rack applications on embedded JRuby: the launcher, its options and the life of one generation.
 */
@NullMarked
package io.trajan.rack.adapter;

import org.jspecify.annotations.NullMarked;
