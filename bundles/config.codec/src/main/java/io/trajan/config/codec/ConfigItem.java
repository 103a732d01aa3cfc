package io.trajan.config.codec;

import org.jspecify.annotations.Nullable;

/**
 * One text of a value with its place. Immutable.
 *
 * @param text escapes resolved, placeholders not
 * @param place where it begins
 * @param tag the type that the file itself names, as in {@code I"5"}, or null
 */
public record ConfigItem(String text, Place place, @Nullable ConfigTag tag) {}
