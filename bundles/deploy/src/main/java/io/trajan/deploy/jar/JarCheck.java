package io.trajan.deploy.jar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * Reads a jar completely before the framework sees it: the directory at its end, every entry with
 * its check sum, and the manifest. The framework itself looks at little more than the manifest, and
 * a truncated class would be noticed only when it is needed. Stateless, any thread, blocks.
 */
public final class JarCheck {
  /** A jar with more entries is refused. */
  static final int MOST_ENTRIES = 200_000;

  /** A jar that unpacks to more bytes is refused. */
  static final long MOST_UNPACKED_BYTES = 4L << 30;

  private static final int BUFFER_BYTES = 64 * 1024;
  private static final Pattern SYMBOLIC_NAME = Pattern.compile("[\\w-]+(\\.[\\w-]+)*");

  private JarCheck() {}

  /**
   * Reads a jar that nobody writes to.
   *
   * @param sha256 of the file, see {@link JarStore}
   * @throws BadJarException saying what is wrong
   */
  public static BundleJar check(Path file, String sha256) throws BadJarException {
    try (var zip = new ZipFile(file.toFile())) {
      var contents = contents(zip);
      var manifest = manifest(zip);
      var name = symbolicName(manifest);
      var exports = paths(manifest, Constants.EXPORT_PACKAGE);
      paths(manifest, Constants.IMPORT_PACKAGE);
      return new BundleJar(
          file,
          sha256,
          name,
          version(manifest),
          manifest.getValue(Constants.FRAGMENT_HOST) != null,
          exports,
          contents);
    } catch (ZipException e) {
      throw new BadJarException("not a whole jar: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BadJarException("cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<String, Long> contents(ZipFile zip) throws IOException, BadJarException {
    if (zip.size() > MOST_ENTRIES) {
      throw new BadJarException(zip.size() + " entries, at most " + MOST_ENTRIES + " are accepted");
    }
    var packages = new TreeMap<String, CRC32>();
    var names = new HashSet<String>();
    var unpacked = 0L;
    var buffer = new byte[BUFFER_BYTES];
    for (var entry : sorted(zip)) {
      refuseName(entry.getName(), names);
      unpacked += read(zip, entry, buffer, MOST_UNPACKED_BYTES - unpacked);
      if (!entry.isDirectory()) {
        var sum = packages.computeIfAbsent(packageOf(entry.getName()), name -> new CRC32());
        sum.update((entry.getName() + "=" + entry.getCrc()).getBytes(StandardCharsets.UTF_8));
      }
    }
    var sums = new HashMap<String, Long>();
    packages.forEach((name, sum) -> sums.put(name, sum.getValue()));
    return sums;
  }

  /** In the order of names, so that the order in the file does not matter to the sums. */
  private static List<? extends ZipEntry> sorted(ZipFile zip) {
    return zip.stream().sorted(Comparator.comparing(ZipEntry::getName)).toList();
  }

  private static void refuseName(String name, Set<String> seen) throws BadJarException {
    if (!seen.add(name)) {
      throw new BadJarException("entry " + name + " is there twice");
    }
    if (name.startsWith("/") || ("/" + name + "/").contains("/../") || name.indexOf('\\') >= 0) {
      throw new BadJarException("entry " + name + " leads out of the jar");
    }
  }

  private static long read(ZipFile zip, ZipEntry entry, byte[] buffer, long allowed)
      throws IOException, BadJarException {
    var sum = new CRC32();
    var size = 0L;
    try (InputStream in = zip.getInputStream(entry)) {
      for (var n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sum.update(buffer, 0, n);
        size += n;
        if (size > allowed) {
          throw new BadJarException("unpacks to more than " + MOST_UNPACKED_BYTES + " bytes");
        }
      }
    }
    if (sum.getValue() != entry.getCrc() || size != entry.getSize()) {
      throw new BadJarException("entry " + entry.getName() + " is damaged: its check sum is wrong");
    }
    return size;
  }

  private static String packageOf(String entry) {
    var slash = entry.lastIndexOf('/');
    return slash < 0 ? "" : entry.substring(0, slash).replace('/', '.');
  }

  private static Attributes manifest(ZipFile zip) throws IOException, BadJarException {
    var entry = zip.getEntry("META-INF/MANIFEST.MF");
    if (entry == null) {
      throw new BadJarException("not a bundle: it has no META-INF/MANIFEST.MF");
    }
    try (var in = zip.getInputStream(entry)) {
      return new Manifest(in).getMainAttributes();
    } catch (IOException e) {
      throw new BadJarException("its manifest is malformed: " + e.getMessage(), e);
    }
  }

  private static String symbolicName(Attributes manifest) throws BadJarException {
    var header = manifest.getValue(Constants.BUNDLE_SYMBOLICNAME);
    if (header == null) {
      throw new BadJarException("not a bundle: its manifest has no Bundle-SymbolicName");
    }
    if (!"2".equals(manifest.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
      throw new BadJarException("its manifest has no Bundle-ManifestVersion: 2");
    }
    var name = Clauses.split(header, ';').getFirst();
    if (!SYMBOLIC_NAME.matcher(name).matches()) {
      throw new BadJarException("Bundle-SymbolicName \"" + name + "\" is malformed");
    }
    return name;
  }

  private static Version version(Attributes manifest) throws BadJarException {
    var text = manifest.getValue(Constants.BUNDLE_VERSION);
    try {
      return text == null ? Version.emptyVersion : Version.parseVersion(text);
    } catch (IllegalArgumentException e) {
      throw new BadJarException("Bundle-Version \"" + text + "\" is malformed", e);
    }
  }

  private static Set<String> paths(Attributes manifest, String header) throws BadJarException {
    var text = manifest.getValue(header);
    try {
      return text == null ? Set.of() : Set.copyOf(new HashSet<>(Clauses.paths(text)));
    } catch (BadJarException e) {
      throw new BadJarException(header + ": " + e.getMessage(), e);
    }
  }
}
