package io.trajan.vassal.emperor.file;

import io.trajan.vassal.Reading;
import io.trajan.vassal.VassalSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A vassal's file as it was last read. Immutable.
 *
 * @param file where
 * @param reading what it holds
 * @param digest of what it holds, right or wrong; the specification's own when it is right
 */
public record Document(Path file, Reading reading, String digest) {
  /** When the file was written last; the end of time when that is not known. */
  public Instant written() {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.MAX;
    }
  }

  /** A document and its digest. */
  public Document(String vassal, Path file, Reading reading) {
    this(file, reading, VassalSpec.of(vassal, file, reading.given()).digest());
  }
}
