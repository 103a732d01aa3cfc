package io.trajan.launcher;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Why a directory cannot be a home, in words for the one who named it. */
final class UnusableHome {
  private UnusableHome() {}

  static String words(Path home, IOException failure) {
    var where =
        failure instanceof FileSystemException f && f.getFile() != null
            ? Path.of(f.getFile())
            : home;
    var why = why(failure);
    return where.equals(home) ? why : where + ": " + why;
  }

  private static String why(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied; the emperor has to be able to write here";
      case FileAlreadyExistsException _, NotDirectoryException _ ->
          "is not a directory; expected one, or nothing";
      case NoSuchFileException _ -> "cannot be created";
      case FileSystemException f when f.getReason() != null ->
          "cannot be created or written to: " + f.getReason();
      default -> String.valueOf(failure.getMessage());
    };
  }
}
