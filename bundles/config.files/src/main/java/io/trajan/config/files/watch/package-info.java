/** Ways to hear that a file of the directory has changed. */
@NullMarked
package io.trajan.config.files.watch;

import org.jspecify.annotations.NullMarked;
