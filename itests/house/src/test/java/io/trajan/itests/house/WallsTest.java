package io.trajan.itests.house;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Analyzer;
import aQute.bnd.osgi.Descriptors.PackageRef;
import aQute.bnd.osgi.Jar;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Who may see whom: promises depend on promises, technologies on promises, and no technology on
 * another.
 */
class WallsTest {
  static List<BuiltBundle> bundles() {
    return BuiltBundle.all();
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void theSymbolicNameIsTheDirectory(BuiltBundle bundle) {
    assertThat(bundle.header("Bundle-SymbolicName").keySet())
        .containsExactly("trajan." + bundle.directory());
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void packagesBelongToTheirBundleByName(BuiltBundle bundle) {
    assertThat(bundle.packages())
        .isNotEmpty()
        .allSatisfy(p -> assertThat(p + ".").startsWith(bundle.ownPackage() + "."));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void onlyPromisesExportAndEveryExportHasAVersionOfItsOwn(BuiltBundle bundle) {
    var exports = bundle.header("Export-Package");
    if (bundle.isPromise()) {
      assertThat(exports.keySet())
          .isNotEmpty()
          .allMatch(name -> (name + ".").startsWith(bundle.ownPackage() + "."))
          .noneMatch(name -> name.contains("internal") || name.contains("impl"));
      exports.forEach(
          (name, attributes) -> assertThat(attributes.getVersion()).as(name).isNotNull());
    } else {
      assertThat(exports.keySet()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void importsOfOurPackagesComeFromPromisesAndHaveARange(BuiltBundle bundle) {
    Set<String> promised =
        bundles().stream()
            .flatMap(b -> b.header("Export-Package").keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    bundle
        .header("Import-Package")
        .forEach(
            (name, attributes) -> {
              if (name.startsWith("io.trajan.")) {
                assertThat(promised).as("%s imports", bundle.directory()).contains(name);
                assertThat(attributes.getVersion()).as(name).matches("[\\[(].+,.+[\\])]");
              }
            });
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void promisesDependOnPromisesOnlyAndCodecsOnNothing(BuiltBundle bundle) {
    assertThat(ours(bundle))
        .as("%s imports", bundle.directory())
        .noneMatch(name -> isBelow(name, "io.trajan.testkit"))
        .noneMatch(name -> isBelow(name, bundle.ownPackage()));
    if (bundle.directory().endsWith(".codec") || bundle.directory().equals("shell")) {
      assertThat(ours(bundle)).as("%s imports", bundle.directory()).isEmpty();
    } else if (bundle.directory().endsWith(".api")) {
      assertThat(ours(bundle))
          .as("%s imports", bundle.directory())
          .noneMatch(name -> name.equals("io.trajan.shell"));
    }
  }

  @Test
  void promisesDoNotDependOnEachOtherInACircle() {
    Map<String, Set<String>> left = new TreeMap<>();
    for (BuiltBundle bundle : bundles()) {
      if (bundle.isPromise()) {
        left.put(bundle.ownPackage(), new TreeSet<>(ours(bundle)));
      }
    }
    while (left.values().removeIf(needed -> needed.stream().noneMatch(left::containsKey))) {
      // those that need nobody who is left are no part of a circle
    }
    assertThat(left).isEmpty();
  }

  private static Set<String> ours(BuiltBundle bundle) {
    return bundle.header("Import-Package").keySet().stream()
        .filter(name -> name.startsWith("io.trajan."))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isBelow(String name, String root) {
    return (name + ".").startsWith(root + ".");
  }

  @Test
  void theLauncherUsesPromisesOnly() throws Exception {
    BuiltBundle launcher = BuiltBundle.launcher();
    Set<String> promised =
        bundles().stream()
            .filter(BuiltBundle::isPromise)
            .flatMap(b -> b.header("Export-Package").keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    promised.addAll(launcher.packages());
    try (Analyzer analyzer = new Analyzer(new Jar(launcher.jar().toFile()))) {
      analyzer.analyze();
      assertThat(
              analyzer.getReferred().keySet().stream()
                  .map(PackageRef::getFQN)
                  .filter(name -> name.startsWith("io.trajan.")))
          .isNotEmpty()
          .isSubsetOf(promised);
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void noBundleOpensAnotherFromWithin(BuiltBundle bundle) {
    assertThat(bundle.header("Fragment-Host").keySet()).isEmpty();
    assertThat(bundle.header("Require-Capability").keySet())
        .noneMatch(namespace -> namespace.startsWith("osgi.wiring."));
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void noJarWithinABundleBringsPackagesOfOurs(BuiltBundle bundle) throws Exception {
    try (JarFile file = new JarFile(bundle.jar().toFile())) {
      for (JarEntry entry : file.stream().filter(e -> e.getName().endsWith(".jar")).toList()) {
        try (JarInputStream inner = new JarInputStream(file.getInputStream(entry))) {
          for (JarEntry at = inner.getNextJarEntry(); at != null; at = inner.getNextJarEntry()) {
            assertThat(at.getName()).as(entry.getName()).doesNotStartWith("io/trajan/");
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void whatIsImportedFromOthersIsNeverRequiredAsAWholeBundle(BuiltBundle bundle) {
    assertThat(bundle.header("Require-Bundle").keySet()).isEmpty();
    assertThat(bundle.header("DynamicImport-Package").keySet()).isEmpty();
  }

  @Test
  void noPackageIsInTwoBundles() {
    Map<String, String> homes = new HashMap<>();
    for (BuiltBundle bundle : bundles()) {
      for (String name : bundle.packages()) {
        assertThat(homes.put(name, bundle.directory()))
            .as(name + " also in " + bundle.directory())
            .isNull();
      }
    }
  }

  @Test
  void theNativeBindingHasOneImporter() {
    assertThat(
            bundles().stream()
                .filter(
                    b ->
                        b.header("Import-Package").keySet().stream()
                                .anyMatch(p -> p.startsWith("jnr.ffi"))
                            || b.header("Private-Package").keySet().stream()
                                .anyMatch(p -> p.startsWith("jnr.ffi")))
                .map(BuiltBundle::directory))
        .isSubsetOf(List.of("foreign.jnr"));
  }
}
