/** The commands of scope {@code config}. */
@NullMarked
package io.trajan.config.files.command;

import org.jspecify.annotations.NullMarked;
