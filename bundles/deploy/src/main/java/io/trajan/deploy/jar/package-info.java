/** Jars as files: checked whole before anything trusts them, and kept so that a way back exists. */
@NullMarked
package io.trajan.deploy.jar;

import org.jspecify.annotations.NullMarked;
