package io.trajan.foreign.jnr;

import io.trajan.foreign.DirectoryWatcher.Listener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * What events of inotify(7) mean for a listener.
 *
 * <pre>
 * struct inotify_event { int wd; uint32_t mask; uint32_t cookie; uint32_t len; char name[]; }
 * </pre>
 */
final class EventReader {
  private static final int GONE_SELF =
      Layouts.IN_DELETE_SELF | Layouts.IN_MOVE_SELF | Layouts.IN_UNMOUNT | Layouts.IN_IGNORED;

  private final Path directory;
  private final Listener listener;

  /** The removal of the last watch is told late, when the new one stands already. */
  private int lostWatch = -1;

  EventReader(Path directory, Listener listener) {
    this.directory = directory;
    this.listener = listener;
  }

  /** Tells a listener something. */
  interface Telling {
    boolean run();
  }

  /** Tells every event up to the buffer's limit; true when the directory itself went away. */
  boolean tell(ByteBuffer events, BooleanSupplier ending) {
    boolean lost = false;
    int at = 0;
    while (at + Layouts.INOTIFY_EVENT_BYTES <= events.limit() && !ending.getAsBoolean()) {
      int watch = events.getInt(at);
      int mask = events.getInt(at + 4);
      int length = events.getInt(at + 12);
      String name = name(events, at + Layouts.INOTIFY_EVENT_BYTES, length);
      at += Layouts.INOTIFY_EVENT_BYTES + length;
      lost |= one(watch, mask, name);
    }
    return lost;
  }

  private static String name(ByteBuffer events, int start, int length) {
    byte[] bytes = new byte[length];
    events.get(start, bytes);
    int end = 0;
    while (end < length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8);
  }

  private boolean one(int watch, int mask, String name) {
    if ((mask & Layouts.IN_Q_OVERFLOW) != 0) {
      listener.rescan();
    } else if ((mask & GONE_SELF) != 0) {
      return lost(watch);
    } else if ((mask & Layouts.IN_ISDIR) == 0 && !name.isEmpty()) {
      file(mask, name);
    }
    return false;
  }

  private boolean lost(int watch) {
    boolean first = watch != lostWatch;
    lostWatch = watch;
    if (first) {
      listener.rescan();
    }
    return first;
  }

  private void file(int mask, String name) {
    Path file;
    try {
      file = directory.resolve(name);
    } catch (InvalidPathException e) {
      listener.rescan(); // a name that Java cannot say in this locale
      return;
    }
    if ((mask & (Layouts.IN_DELETE | Layouts.IN_MOVED_FROM)) != 0) {
      listener.gone(file);
    } else if ((mask & Layouts.IN_CREATE) != 0) {
      created(file);
    } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      listener.settled(file);
    } else if (name.startsWith("#")) {
      // A file made nameless (O_TMPFILE) and linked later is closed under its number.
      listener.rescan();
    } else {
      listener.gone(file);
    }
  }

  /** A link is whole at once; a new file is not before its writer closes it. */
  private void created(Path file) {
    try {
      if (Files.isSymbolicLink(file)
          || (int) Files.getAttribute(file, "unix:nlink", LinkOption.NOFOLLOW_LINKS) > 1) {
        listener.settled(file);
      }
    } catch (IOException e) {
      // Gone again; its removal is told by an event of its own.
    }
  }
}
