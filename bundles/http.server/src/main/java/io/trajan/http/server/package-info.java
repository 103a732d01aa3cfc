/** The bundle's front door: the launcher, its options and its settings. */
@NullMarked
package io.trajan.http.server;

import org.jspecify.annotations.NullMarked;
