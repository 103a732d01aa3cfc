/** Features and bundles, installed, updated and removed while the rest goes on. Exports nothing. */
@NullMarked
package io.trajan.deploy;

import org.jspecify.annotations.NullMarked;
