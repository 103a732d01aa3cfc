package io.trajan.files.server;

import io.trajan.vassal.VassalSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a vassal says of its files, ready for use. Immutable.
 *
 * @param maps by mount, the directories in the order in which they are looked in
 * @param checks the directories of check-static
 * @param indexes the names of index files
 * @param safe where links may lead
 * @param skipped endings of paths that are no files
 * @param dotFiles whether names may start with a dot
 * @param types media types
 * @param charset of text, or null
 * @param expiry how long answers are kept
 * @param variants where compressed files are
 */
record Site(
    Map<String, List<Area>> maps,
    List<Area> checks,
    List<String> indexes,
    List<Path> safe,
    List<String> skipped,
    boolean dotFiles,
    MimeTypes types,
    @Nullable String charset,
    Expiry expiry,
    Variants variants) {

  /**
   * Reads a specification; looks at the disk.
   *
   * @throws IOException when a mimefile cannot be read
   */
  static Site of(VassalSpec spec, MimeTypes builtIn) throws IOException {
    Map<String, List<Area>> maps = new LinkedHashMap<>();
    spec.values(FilesOptions.MAP).forEach(map -> add(area(spec, map, false), maps));
    spec.values(FilesOptions.MAP2).forEach(map -> add(area(spec, map, true), maps));
    String charset = spec.require(FilesOptions.CHARSET);
    return new Site(
        maps,
        spec.values(FilesOptions.CHECK).stream()
            .map(d -> new Area("", resolve(spec, d), null, false))
            .toList(),
        spec.values(FilesOptions.INDEX),
        spec.values(FilesOptions.SAFE).stream().map(d -> resolve(spec, d)).toList(),
        spec.values(FilesOptions.SKIP_EXT),
        spec.require(FilesOptions.DOT_FILES),
        builtIn.with(
            spec.values(FilesOptions.MIME_FILE).stream().map(f -> resolve(spec, f)).toList()),
        charset.equals("none") ? null : charset,
        Expiry.of(spec),
        Variants.of(spec));
  }

  private static void add(Area area, Map<String, List<Area>> maps) {
    maps.computeIfAbsent(area.mount(), mount -> new ArrayList<>()).add(area);
  }

  private static Area area(VassalSpec spec, MapValue map, boolean keepsMount) {
    Path target = resolve(spec, map.target());
    Path directory = target.getParent();
    Path name = target.getFileName();
    return Files.isRegularFile(target) && directory != null && name != null
        ? new Area(map.mount(), directory, Octets.of(name), false)
        : new Area(map.mount(), target, null, keepsMount);
  }

  /** Relative paths start at the directory of the vassal's file. */
  static Path resolve(VassalSpec spec, Path path) {
    return spec.file().resolveSibling(path).normalize();
  }

  /** The Content-Type of a file. */
  String contentType(String name) {
    String type = types.of(name);
    return charset != null && type.startsWith("text/") ? type + "; charset=" + charset : type;
  }

  boolean skips(String name) {
    return skipped.stream().anyMatch(name::endsWith);
  }
}
