package io.trajan.config.codec;

/**
 * Where something stands in a file that a person wrote. Immutable.
 *
 * @param file the file as the person would name it
 * @param line the line, counted from 1; 0 when the fault concerns the whole file
 */
public record Place(String file, int line) {
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line;
  }
}
