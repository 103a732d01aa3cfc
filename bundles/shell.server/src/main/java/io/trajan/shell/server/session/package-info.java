/** One conversation with a client: frames, input and output, lines and their failures. */
@NullMarked
package io.trajan.shell.server.session;

import org.jspecify.annotations.NullMarked;
