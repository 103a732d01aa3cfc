package io.trajan.files.server;

import io.trajan.config.codec.BoundedPattern;
import io.trajan.config.codec.ValueTypes;
import io.trajan.vassal.Option;
import io.trajan.vassal.OptionSet;
import java.nio.file.Path;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** The options of static files. Names are uWSGI's where uWSGI has the option. */
@Component
public final class FilesOptions implements OptionSet {
  static final String NAME = "files";

  static final Option<MapValue> MAP =
      Option.of(
              "static-map",
              MapValue.TYPE,
              "Serves the files of a directory below a prefix, /prefix=directory, or one file, /path=file. What is not there,"
                  + " and other methods than GET and HEAD, go to the application, if the vassal has one. Relative to the"
                  + " directory of the vassal's file.")
          .repeated();

  static final Option<MapValue> MAP2 =
      Option.of(
              "static-map2",
              MapValue.TYPE,
              "The same, but the prefix is part of the names below the directory: /a=dir finds /a/x in dir/a/x.")
          .repeated();

  static final Option<Path> CHECK =
      Option.of(
              "check-static",
              ValueTypes.path(),
              "Looks in this directory first for every GET and HEAD: a file that is there is served, everything else goes to"
                  + " the application.")
          .repeated();

  static final Option<String> INDEX =
      Option.of(
              "static-index",
              ValueTypes.word(),
              "The file that is served for a directory, such as index.html; of several the first that is there. Without it"
                  + " directories are not served; they are never listed.")
          .repeated();

  static final Option<Path> SAFE =
      Option.of(
              "static-safe",
              ValueTypes.path(),
              "A directory into which symbolic links may lead out of the served ones.")
          .repeated();

  static final Option<String> SKIP_EXT =
      Option.of(
              "static-skip-ext",
              ValueTypes.word(),
              "Paths that end in this text, such as .php, are never looked up as files.")
          .repeated();

  static final Option<Boolean> DOT_FILES =
      Option.of(
              "static-dotfiles",
              ValueTypes.bool(),
              "Whether names that start with a dot are served; .well-known always is.")
          .or(false);

  static final Option<Path> MIME_FILE =
      Option.of(
              "mimefile",
              ValueTypes.path(),
              "A file in the form of /etc/mime.types with further media types, which go before the built-in ones.")
          .repeated();

  static final Option<String> CHARSET =
      Option.of(
              "static-charset",
              ValueTypes.word(),
              "The charset of text files, or none to leave it to the browser.")
          .or("utf-8");

  static final Option<ExpiryValue> EXPIRES = expires("static-expires", "whose file name matches");
  static final Option<ExpiryValue> EXPIRES_URI =
      expires("static-expires-uri", "whose request target matches");
  static final Option<ExpiryValue> EXPIRES_PATH =
      expires("static-expires-path-info", "whose path matches");
  static final Option<ExpiryValue> EXPIRES_TYPE =
      expires("static-expires-type", "whose media type matches");
  static final Option<ExpiryValue> EXPIRES_MTIME = sinceChange("static-expires-mtime", EXPIRES);
  static final Option<ExpiryValue> EXPIRES_URI_MTIME =
      sinceChange("static-expires-uri-mtime", EXPIRES_URI);
  static final Option<ExpiryValue> EXPIRES_PATH_MTIME =
      sinceChange("static-expires-path-info-mtime", EXPIRES_PATH);
  static final Option<ExpiryValue> EXPIRES_TYPE_MTIME =
      sinceChange("static-expires-type-mtime", EXPIRES_TYPE);

  static final Option<BoundedPattern> GZIP =
      Option.of(
              "static-gzip",
              ValueTypes.regex(),
              "Files whose name matches are answered with FILE.gz beside them when the client accepts gzip.")
          .repeated();

  static final Option<Boolean> GZIP_ALL =
      Option.of("static-gzip-all", ValueTypes.bool(), "The same for every file.").or(false);

  static final Option<Path> GZIP_DIR =
      Option.of("static-gzip-dir", ValueTypes.path(), "The same for files in this directory.")
          .repeated();

  static final Option<Path> GZIP_PREFIX =
      Option.of("static-gzip-prefix", ValueTypes.path(), "Another name of static-gzip-dir.")
          .repeated();

  static final Option<String> GZIP_EXT =
      Option.of(
              "static-gzip-ext",
              ValueTypes.word(),
              "The same for files whose name ends in this text.")
          .repeated();

  static final Option<String> GZIP_SUFFIX =
      Option.of("static-gzip-suffix", ValueTypes.word(), "Another name of static-gzip-ext.")
          .repeated();

  static final Option<List<String>> PRECOMPRESSED =
      Option.of(
          "static-precompressed",
          ValueTypes.list(ValueTypes.oneOf("br", "zstd", "gzip"), ','),
          "Content codings of which there are files, of br (FILE.br), zstd (FILE.zst) and gzip (FILE.gz), the preferred first;"
              + " for every file, or those that the static-gzip options name. Without it gzip alone, for those.");

  static final Option<Integer> CACHE_PATHS =
      Option.of(
          "static-cache-paths",
          ValueTypes.integer(0, Integer.MAX_VALUE),
          "Accepted and without effect: paths are resolved by the kernel at each request, so a changed link counts at once.");

  /** Nothing to set up. */
  public FilesOptions() {}

  private static Option<ExpiryValue> expires(String name, String what) {
    return Option.of(
            name,
            ExpiryValue.TYPE,
            "REGEX=SECONDS: files "
                + what
                + " may be kept by caches for so long; the first that matches counts.")
        .repeated();
  }

  private static Option<ExpiryValue> sinceChange(String name, Option<ExpiryValue> other) {
    return Option.of(
            name,
            ExpiryValue.TYPE,
            "As " + other.name() + ", counted from the last change of the file.")
        .repeated();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String launcher() {
    return NAME;
  }

  @Override
  public List<Option<?>> options() {
    return List.of(
        MAP,
        MAP2,
        CHECK,
        INDEX,
        SAFE,
        SKIP_EXT,
        DOT_FILES,
        MIME_FILE,
        CHARSET,
        EXPIRES,
        EXPIRES_MTIME,
        EXPIRES_TYPE,
        EXPIRES_TYPE_MTIME,
        EXPIRES_PATH,
        EXPIRES_PATH_MTIME,
        EXPIRES_URI,
        EXPIRES_URI_MTIME,
        GZIP,
        GZIP_ALL,
        GZIP_DIR,
        GZIP_PREFIX,
        GZIP_EXT,
        GZIP_SUFFIX,
        PRECOMPRESSED,
        CACHE_PATHS);
  }
}
