package io.trajan.deploy.framework;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.Bundle;

/**
 * Makes a jar of what a bundle consists of now. The file it was installed from may be gone or be
 * another one by now, and the framework does not tell where it keeps its copy; a way back must not
 * depend on either. Stateless.
 */
final class Snapshot {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private Snapshot() {}

  /** Writes the jar; the manifest first, as jar readers expect. */
  static void write(Bundle bundle, Path file) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(Deflater.BEST_SPEED);
      add(bundle, MANIFEST, zip);
      addBelow(bundle, "/", zip);
    }
  }

  private static void addBelow(Bundle bundle, String directory, ZipOutputStream zip)
      throws IOException {
    Enumeration<String> paths = bundle.getEntryPaths(directory);
    while (paths != null && paths.hasMoreElements()) {
      var path = paths.nextElement();
      if (path.endsWith("/")) {
        addBelow(bundle, path, zip);
      } else if (!path.equals(MANIFEST)) {
        add(bundle, path, zip);
      }
    }
  }

  private static void add(Bundle bundle, String path, ZipOutputStream zip) throws IOException {
    var entry = bundle.getEntry(path);
    if (entry == null) {
      throw new IOException(bundle.getSymbolicName() + " has no entry " + path);
    }
    zip.putNextEntry(new ZipEntry(path));
    try (var in = entry.openStream()) {
      in.transferTo((OutputStream) zip);
    }
    zip.closeEntry();
  }
}
