package io.trajan.itests.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
      assertThat(exports.keySet()).allMatch(name -> name.startsWith("io.trajan."));
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
                assertThat(attributes.getVersion()).as(name).isNotNull();
              }
            });
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
