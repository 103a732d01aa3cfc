/** What an update restarts, computed from a picture of bundles, wires, services and components. */
@NullMarked
package io.trajan.deploy.impact;

import org.jspecify.annotations.NullMarked;
