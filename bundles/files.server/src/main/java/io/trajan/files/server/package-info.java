/**
 * Files of vassals. {@link io.trajan.files.server.FilesLauncher} starts an instance for each
 * generation of a vassal that wants some; {@link io.trajan.files.server.Visit} is one request's
 * look for a file. The rules of HTTP for answers made of files are pure functions in the package
 * {@code http}.
 */
@NullMarked
package io.trajan.files.server;

import org.jspecify.annotations.NullMarked;
