/** Shell commands of scope http. */
@NullMarked
package io.trajan.http.server.command;

import org.jspecify.annotations.NullMarked;
