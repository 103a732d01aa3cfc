package io.trajan.files.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Media types by extension, the text after the last dot. Immutable.
 *
 * @param byExtension in lower case
 */
record MimeTypes(Map<String, String> byExtension) {
  /** What a file of an unknown kind is. */
  static final String UNKNOWN = "application/octet-stream";

  private static final int LONGEST_FILE = 4 << 20;

  /** The built-in ones. */
  static MimeTypes builtIn() {
    try (InputStream stream = MimeTypes.class.getResourceAsStream("mime.types")) {
      if (stream == null) {
        throw new IllegalStateException("mime.types is missing in the bundle");
      }
      return new MimeTypes(Map.copyOf(read(stream)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * These, and those of files in the form of /etc/mime.types before them.
   *
   * @throws IOException when a file cannot be read, or is beyond {@value #LONGEST_FILE} bytes
   */
  MimeTypes with(List<Path> files) throws IOException {
    Map<String, String> all = new HashMap<>(byExtension);
    for (Path file : files) {
      if (Files.size(file) > LONGEST_FILE) {
        throw new IOException(file + " is longer than " + LONGEST_FILE + " bytes");
      }
      try (InputStream stream = Files.newInputStream(file)) {
        all.putAll(read(stream));
      }
    }
    return new MimeTypes(Map.copyOf(all));
  }

  private static Map<String, String> read(InputStream stream) throws IOException {
    Map<String, String> types = new HashMap<>();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.ISO_8859_1));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.replaceFirst("#.*", "").strip().split("[\\s;]+");
      for (int i = 1; i < words.length; i++) {
        types.put(words[i].toLowerCase(Locale.ROOT), words[0]);
      }
    }
    return types;
  }

  /** The type of a file by its name. */
  String of(String name) {
    int dot = name.lastIndexOf('.');
    String extension = dot <= name.lastIndexOf('/') ? "" : name.substring(dot + 1);
    return byExtension.getOrDefault(extension.toLowerCase(Locale.ROOT), UNKNOWN);
  }
}
