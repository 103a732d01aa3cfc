package io.trajan.shell.server.gogo;

/** A result that lays itself out for a person. */
public interface Page {
  /** The text for so many columns, 0 for any number. */
  String text(int columns);

  /** The same as data, for JSON. */
  Object model();
}
