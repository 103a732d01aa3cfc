package io.trajan.files.server;

import io.trajan.files.server.Found.Directory;
import io.trajan.files.server.Found.Hit;
import io.trajan.files.server.Found.Nothing;
import io.trajan.files.server.Opener.Opened;
import io.trajan.files.server.Variants.Coding;
import io.trajan.files.server.http.AcceptedCodings;
import io.trajan.foreign.ForeignException;
import io.trajan.request.Request;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file for a path: the file itself, an index, a compressed one beside it.
 *
 * @param site what the vassal wants
 * @param opener opens names
 */
record Lookup(Site site, Opener opener) {
  /**
   * Looks in one directory after the other.
   *
   * @throws ForeignException EAGAIN when this thread may not wait and would have to; otherwise
   *     trouble
   */
  Found find(List<Area> areas, Request request) throws IOException {
    for (Area area : areas) {
      RelativeName name = area.name(request.path(), site.dotFiles());
      if (name != null && !site.skips(name.text())) {
        Found found = find(area, name, request);
        if (!(found instanceof Nothing)) {
          return found;
        }
      }
    }
    return new Nothing();
  }

  private Found find(Area area, RelativeName name, Request request) throws IOException {
    if (name.directory() && !area.isBareMount(request.path())) {
      return index(area, name.text(), request);
    }
    if (!name.text().isEmpty()) {
      try {
        return file(area, name.text(), request);
      } catch (ForeignException e) {
        if (!Errors.isDirectory(e)) {
          throw e;
        }
      }
    }
    return redirect(index(area, name.text().isEmpty() ? "" : name.text() + "/", request));
  }

  /** A directory has its slash, or links in it would lead elsewhere. */
  private static Found redirect(Found index) throws IOException {
    if (index instanceof Hit hit) {
      hit.file().close();
      return new Directory();
    }
    return index;
  }

  private Found index(Area area, String directory, Request request) throws IOException {
    for (String index : site.indexes()) {
      try {
        Found found = file(area, directory + index, request);
        if (found instanceof Hit) {
          return found;
        }
      } catch (ForeignException e) {
        if (!Errors.isDirectory(e)) {
          throw e;
        }
      }
    }
    return new Nothing();
  }

  private Found file(Area area, String name, Request request) throws IOException {
    Opened plain = opener.open(area.root(), name);
    if (plain == null) {
      return new Nothing();
    }
    if (!site.variants().mayExistFor(area.root(), name)) {
      return new Hit(plain.file(), plain.origin(), name, null, false);
    }
    Hit compressed;
    try {
      compressed = compressed(area, name, request);
    } catch (IOException e) {
      plain.file().close();
      throw e;
    }
    if (compressed == null) {
      return new Hit(plain.file(), plain.origin(), name, null, true);
    }
    plain.file().close();
    return compressed;
  }

  private @Nullable Hit compressed(Area area, String name, Request request) throws IOException {
    for (Coding coding : site.variants().accepted(AcceptedCodings.of(request.headers()))) {
      try {
        Opened opened = opener.open(area.root(), name + coding.extension());
        if (opened != null) {
          return new Hit(opened.file(), opened.origin(), name, coding.name(), true);
        }
      } catch (ForeignException e) {
        if (!Errors.isDirectory(e) && !Errors.isForbidden(e)) {
          throw e;
        }
      }
    }
    return null;
  }
}
