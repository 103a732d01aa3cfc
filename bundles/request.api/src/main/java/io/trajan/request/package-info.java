/** A request, its response, and who may answer it; bodies are pulled, never pushed. */
@Export
@Version("1.1.0")
@NullMarked
package io.trajan.request;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
