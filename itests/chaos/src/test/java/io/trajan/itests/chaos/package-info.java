@NullMarked
package io.trajan.itests.chaos;

import org.jspecify.annotations.NullMarked;
