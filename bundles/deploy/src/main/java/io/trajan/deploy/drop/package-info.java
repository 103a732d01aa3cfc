/** The directory that operators drop bundles and features into. */
@NullMarked
package io.trajan.deploy.drop;

import org.jspecify.annotations.NullMarked;
