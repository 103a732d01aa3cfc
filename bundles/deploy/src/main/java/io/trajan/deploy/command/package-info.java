/** Shell commands, completion and the health check. */
@NullMarked
package io.trajan.deploy.command;

import org.jspecify.annotations.NullMarked;
