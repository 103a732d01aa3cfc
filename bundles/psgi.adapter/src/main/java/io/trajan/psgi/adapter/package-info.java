/** PSGI applications: their options and how a Perl of this host is started for them. */
@NullMarked
package io.trajan.psgi.adapter;

import org.jspecify.annotations.NullMarked;
