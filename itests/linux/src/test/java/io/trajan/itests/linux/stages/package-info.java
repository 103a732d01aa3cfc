/** The warden of process vassals, driven as the emperor drives it and looked at from outside. */
@NullMarked
package io.trajan.itests.linux.stages;

import org.jspecify.annotations.NullMarked;
