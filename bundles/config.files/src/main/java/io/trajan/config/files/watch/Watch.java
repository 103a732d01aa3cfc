package io.trajan.config.files.watch;

/** A watched directory; closing it leaves nothing behind. */
public interface Watch extends AutoCloseable {
  @Override
  void close();

  /** Hears of changes, on a thread of the watch. Names are those of files in the directory. */
  interface Listener {
    /** A file is whole. */
    void settled(String file);

    /** A file changed, but nobody said that it is whole. */
    void touched(String file);

    /** A file is gone, perhaps only for a moment. */
    void gone(String file);

    /** Look at everything. */
    void rescan();
  }
}
