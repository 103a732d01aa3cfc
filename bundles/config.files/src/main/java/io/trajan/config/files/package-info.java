/**
 * Files of {@code etc/} become configurations of ConfigAdmin: read, checked against the metatype,
 * applied whole or not at all, and told to people.
 */
@NullMarked
package io.trajan.config.files;

import org.jspecify.annotations.NullMarked;
