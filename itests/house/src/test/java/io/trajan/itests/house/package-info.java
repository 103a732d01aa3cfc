@NullMarked
package io.trajan.itests.house;

import org.jspecify.annotations.NullMarked;
