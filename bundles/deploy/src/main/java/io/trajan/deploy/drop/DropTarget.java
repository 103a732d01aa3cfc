package io.trajan.deploy.drop;

import io.trajan.deploy.plan.RefusedException;
import java.nio.file.Path;

/** What dropped files of one kind become. Called on the deploy thread. */
public interface DropTarget {
  /** Whether files of this name are its business. */
  boolean takes(String fileName);

  /**
   * Installs what a file says, or replaces what an earlier content of it said.
   *
   * @return what is in force now
   * @throws RefusedException when what was in force before still is
   */
  Placed place(String fileName, Path file) throws RefusedException;

  /** Whether what the file said is there, as far as the framework knows. */
  boolean there(Drop drop);

  /**
   * Uninstalls what a file said.
   *
   * @throws RefusedException when it cannot be
   */
  void remove(Drop drop) throws RefusedException;

  /**
   * What came of a file.
   *
   * @param sha256 of the content in force
   * @param thing what it is, in words
   */
  record Placed(String sha256, String thing) {}
}
