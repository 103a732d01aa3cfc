/** Shell commands of the dispatcher. */
@NullMarked
package io.trajan.request.dispatch.command;

import org.jspecify.annotations.NullMarked;
