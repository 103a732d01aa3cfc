/** The control socket of the emperor: who may come in, and the sessions there are. */
@NullMarked
package io.trajan.shell.server;

import org.jspecify.annotations.NullMarked;
