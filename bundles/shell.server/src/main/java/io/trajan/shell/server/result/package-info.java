/**
 * Results of commands as a small model of values, and its two faces: text for a person and JSON.
 * Pure.
 */
@NullMarked
package io.trajan.shell.server.result;

import org.jspecify.annotations.NullMarked;
