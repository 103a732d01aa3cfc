/**
 * uWSGI's {@code .ini} files as vassals. {@link io.trajan.vassal.ini.IniReader} walks through a
 * file and those it includes; {@link io.trajan.vassal.ini.Survey} is what came of it.
 */
@NullMarked
package io.trajan.vassal.ini;

import org.jspecify.annotations.NullMarked;
