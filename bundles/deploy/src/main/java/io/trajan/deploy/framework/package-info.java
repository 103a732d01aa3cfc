/** Plans carried out on the running framework, and pictures taken of it. */
@NullMarked
package io.trajan.deploy.framework;

import org.jspecify.annotations.NullMarked;
