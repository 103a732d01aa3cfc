/** What bundles say about their configurations: the metatype as value types. */
@NullMarked
package io.trajan.config.files.schema;

import org.jspecify.annotations.NullMarked;
