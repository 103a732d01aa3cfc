package io.trajan.itests.house;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Jar;
import aQute.bnd.service.diff.Tree;
import aQute.bnd.service.diff.Type;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The baseline: what each promise exports is written down beside it in {@code api.txt}. An export
 * that changed without a new package version fails here. {@code TRAJAN_API=accept ./trajan test
 * unit} writes the new one down, for a person to read in the diff.
 */
class PromisesKeepTheirVersionTest {
  private static final Set<String> INHERITED =
      Stream.of(Throwable.class, Enum.class, Record.class, Object.class)
          .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
          .map(PromisesKeepTheirVersionTest::signature)
          .collect(Collectors.toUnmodifiableSet());

  static List<BuiltBundle> promises() {
    return BuiltBundle.all().stream()
        .filter(BuiltBundle::isPromise)
        .filter(b -> !b.directory().equals("testkit"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("promises")
  void whatIsExportedChangesOnlyWithItsVersion(BuiltBundle promise) throws Exception {
    Path written =
        BuiltBundle.root().resolve("bundles").resolve(promise.directory()).resolve("api.txt");
    List<String> now = exported(promise);
    if ("accept".equals(System.getenv("TRAJAN_API"))) {
      assertThat(changedInSilence(packages(lines(written)), packages(now)))
          .as("packages of %s that changed and kept their version", promise.directory())
          .isEmpty();
      Files.write(written, now);
    }
    assertThat(written).as("not written down yet: TRAJAN_API=accept ./trajan test unit").exists();
    assertThat(now)
        .as(
            "%s changed what it exports: raise the version in its package-info.java (minor for what is"
                + " added, major for what is removed or changed), run"
                + " TRAJAN_API=accept ./trajan test unit and commit api.txt",
            promise.directory())
        .isEqualTo(lines(written));
  }

  @Test
  void aPackageThatChangedNeedsAnotherVersion() {
    List<String> before = List.of("package a", "  version 1.0.0", "  class a.X", "package b");
    List<String> grown =
        List.of("package a", "  version 1.0.0", "  class a.X", "  class a.Y", "package b");
    List<String> raised =
        List.of("package a", "  version 1.1.0", "  class a.X", "  class a.Y", "package b");
    assertThat(changedInSilence(packages(before), packages(grown))).containsExactly("package a");
    assertThat(changedInSilence(packages(before), packages(raised))).isEmpty();
    assertThat(changedInSilence(packages(before), packages(before))).isEmpty();
    assertThat(changedInSilence(packages(List.of()), packages(grown))).isEmpty();
  }

  /** Else nobody can import what the system bundle exports of the class path. */
  @Test
  void theSystemBundleExportsPromisesWithTheirOwnVersion() throws IOException {
    Path properties =
        BuiltBundle.root()
            .resolve("bundles/launcher/src/main/resources/io/trajan/launcher/framework.properties");
    Map<String, String> exported = new LinkedHashMap<>();
    Matcher export =
        Pattern.compile("(io\\.trajan\\.[a-z.]+);version=\"([0-9.]+)\"")
            .matcher(Files.readString(properties));
    while (export.find()) {
      exported.put("package " + export.group(1), "  version " + export.group(2));
    }
    assertThat(exported).isNotEmpty();
    Map<String, List<String>> written = new LinkedHashMap<>();
    for (BuiltBundle promise : promises()) {
      written.putAll(
          packages(
              lines(
                  BuiltBundle.root()
                      .resolve("bundles")
                      .resolve(promise.directory())
                      .resolve("api.txt"))));
    }
    exported.forEach(
        (name, version) -> assertThat(written.get(name)).as(name).isNotNull().contains(version));
  }

  /** The lines of each package. */
  private static Map<String, List<String>> packages(List<String> lines) {
    Map<String, List<String>> packages = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    for (String line : lines) {
      if (!line.startsWith(" ")) {
        current = new ArrayList<>();
        packages.put(line, current);
      } else {
        current.add(line);
      }
    }
    return packages;
  }

  private static List<String> changedInSilence(
      Map<String, List<String>> before, Map<String, List<String>> now) {
    List<String> silent = new ArrayList<>();
    now.forEach(
        (name, lines) -> {
          List<String> old = before.get(name);
          if (old != null && !old.equals(lines) && versions(old).equals(versions(lines))) {
            silent.add(name);
          }
        });
    return silent;
  }

  private static List<String> versions(List<String> lines) {
    return lines.stream().filter(line -> line.startsWith("  version ")).toList();
  }

  private static String signature(Method method) {
    return Arrays.stream(method.getParameterTypes())
        .map(Class::getCanonicalName)
        .collect(Collectors.joining(",", method.getName() + "(", ")"));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  private static List<String> exported(BuiltBundle promise) throws Exception {
    try (Jar jar = new Jar(promise.jar().toFile())) {
      List<String> lines = new ArrayList<>();
      for (Tree part : new DiffPluginImpl().tree(jar).getChildren()) {
        if (part.getType() == Type.API) {
          write(part, 0, lines);
        }
      }
      return lines;
    }
  }

  private static void write(Tree tree, int depth, List<String> lines) {
    for (Tree child : tree.getChildren()) {
      if (isWorthALine(child)) {
        lines.add("  ".repeat(depth) + word(child) + " " + child.getName());
        write(child, depth + 1, lines);
      }
    }
  }

  /** Annotations promise nothing, and what the JDK's own types bring along is not ours. */
  private static boolean isWorthALine(Tree tree) {
    return tree.getType() != Type.ANNOTATED
        && tree.getType() != Type.ANNOTATION
        && !(tree.getType() == Type.METHOD && INHERITED.contains(tree.getName()));
  }

  private static String word(Tree tree) {
    return tree.getType().name().toLowerCase(Locale.ROOT);
  }
}
