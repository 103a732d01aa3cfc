package io.trajan.deploy.jar;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Puts exceptions of the file system into words; their own messages are often just a path. */
public final class Reasons {
  private Reasons() {}

  /** A phrase for people. */
  public static String of(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file: " + missing.getFile();
      case AccessDeniedException denied -> "permission denied: " + denied.getFile();
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
