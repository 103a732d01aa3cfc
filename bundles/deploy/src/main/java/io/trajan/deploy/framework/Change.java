package io.trajan.deploy.framework;

/**
 * Something that was done, as a person reads it.
 *
 * @param what in the past tense: {@code installed}
 * @param kind {@code feature}, {@code bundle}, {@code component}, {@code configuration}
 * @param name of the thing
 * @param detail more about it, may be empty
 */
public record Change(String what, String kind, String name, String detail) {}
