@NullMarked
package io.trajan.itests.linux;

import org.jspecify.annotations.NullMarked;
