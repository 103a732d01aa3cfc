/** WSGI applications: their options and how a Python of this host is started for them. */
@NullMarked
package io.trajan.wsgi.adapter;

import org.jspecify.annotations.NullMarked;
