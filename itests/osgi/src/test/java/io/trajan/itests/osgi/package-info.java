/** Tests that run inside the container. */
@NullMarked
package io.trajan.itests.osgi;

import org.jspecify.annotations.NullMarked;
