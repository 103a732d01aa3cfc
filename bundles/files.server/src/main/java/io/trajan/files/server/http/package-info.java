/**
 * What RFC 9110 says of answers that are files: dates, validators, conditions, ranges, accepted
 * codings. Pure.
 */
@NullMarked
package io.trajan.files.server.http;

import org.jspecify.annotations.NullMarked;
