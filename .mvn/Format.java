import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Formats the Java sources of the checkout: {@code apply ROOT} rewrites the files that changed
 * since the last run, {@code verify ROOT} names the files that are not formatted and ends with
 * status 1.
 */
public final class Format {
  public static void main(String[] args) throws Exception {
    var apply = args[0].equals("apply");
    var root = Path.of(args[1]);
    var stamp = root.resolve("target/tools/formatted");
    var since = apply && Files.exists(stamp) ? Files.getLastModifiedTime(stamp).toMillis() : 0;
    var wrong = new ArrayList<Path>();
    for (var source : sources(root, since)) {
      if (!handle(source, apply)) {
        wrong.add(root.relativize(source));
      }
    }
    if (!wrong.isEmpty()) {
      System.err.println("Not formatted (plain `mvn validate` formats them): " + wrong);
      System.exit(1);
    }
    if (apply) {
      Files.writeString(stamp, "");
    }
  }

  private static List<Path> sources(Path root, long since) throws IOException {
    var found = new ArrayList<Path>();
    for (var top : List.of("bundles", "itests", ".mvn", "features")) {
      var directory = root.resolve(top);
      if (!Files.isDirectory(directory)) {
        continue;
      }
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
              return dir.endsWith("target")
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (file.toString().endsWith(".java")
                  && attributes.lastModifiedTime().toMillis() >= since) {
                found.add(file);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    }
    return found;
  }

  private static boolean handle(Path source, boolean apply) throws IOException {
    var before = Files.readString(source);
    try {
      var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
      var after =
          formatter.formatSource(
              ImportOrderer.reorderImports(
                  RemoveUnusedImports.removeUnusedImports(before),
                  JavaFormatterOptions.Style.GOOGLE));
      if (after.equals(before)) {
        return true;
      }
      if (apply) {
        Files.writeString(source, after);
      }
      return apply;
    } catch (FormatterException e) {
      System.err.println(source + ": " + e.getMessage());
      return false;
    }
  }
}
