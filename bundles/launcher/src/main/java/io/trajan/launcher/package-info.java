/**
 * The process: finds the home and the product, boots the framework with the features of the
 * launcher's configuration, says READY, listens to signals and stops in order. Plain classes on the
 * class path; what bundles may use of it is in {@code io.trajan.boot}.
 */
@NullMarked
package io.trajan.launcher;

import org.jspecify.annotations.NullMarked;
