package io.trajan.boot;

import java.util.Map;

/**
 * Something that outlives the bundle which made it. It refers to no class of that bundle, apart
 * from {@code discard}: make that one a method reference to a class of the JDK or of a bundle that
 * stays, or the old bundle's class loader is kept too until the thing is taken.
 */
public final class Kept {
  private final long handle;
  private final Map<String, String> note;
  private final Runnable discard;

  /**
   * Describes it.
   *
   * @param handle a file descriptor number
   * @param note what the next owner has to know, copied
   * @param discard closes the handle; run at most once, on the keeper's thread, if nobody takes it
   */
  public Kept(long handle, Map<String, String> note, Runnable discard) {
    this.handle = handle;
    this.note = Map.copyOf(note);
    this.discard = discard;
  }

  /** The file descriptor number. */
  public long handle() {
    return handle;
  }

  /** What the previous owner wrote down; immutable. */
  public Map<String, String> note() {
    return note;
  }

  /** Closes the handle instead of using it. */
  public void discard() {
    discard.run();
  }

  @Override
  public String toString() {
    return "descriptor " + handle + " " + note;
  }
}
