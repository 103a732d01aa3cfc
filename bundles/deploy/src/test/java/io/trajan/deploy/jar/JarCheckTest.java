package io.trajan.deploy.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JarCheckTest {
  private static final String MANIFEST =
      """
      Manifest-Version: 1.0
      Bundle-ManifestVersion: 2
      Bundle-SymbolicName: a.b;singleton:=true
      Bundle-Version: 1.2.3
      Export-Package: p.q;version="1.0,x";uses:="r;s",r;s;version=2
      """;

  @TempDir Path directory;
  private JarStore store;

  @BeforeEach
  void open() throws Exception {
    store = new JarStore(directory.resolve("store"), 1 << 20);
  }

  @Test
  void aBundleIsDescribed() throws Exception {
    var jar = store.take(write(jar(MANIFEST)));

    assertThat(jar.identity()).isEqualTo("a.b 1.2.3");
    assertThat(jar.exports()).isEqualTo(Set.of("p.q", "r", "s"));
    assertThat(jar.contents()).containsOnlyKeys("META-INF", "p.q", "r");
    assertThat(jar.fragment()).isFalse();
    assertThat(jar.file()).exists().hasFileName(jar.sha256() + ".jar");
  }

  @Test
  void aFragmentIsSeen() throws Exception {
    assertThat(store.take(write(jar(MANIFEST + "Fragment-Host: x\n"))).fragment()).isTrue();
  }

  @Test
  void aPackageWhoseBytesChangeHasAnotherSumAndOthersKeepTheirs() throws Exception {
    var one = store.take(write(jar(MANIFEST))).contents();
    var two =
        store.take(write(jar(MANIFEST, Map.of("p/q/A.class", "aa", "r/B.class", "c")))).contents();

    assertThat(two.get("p.q")).isEqualTo(one.get("p.q"));
    assertThat(two.get("r")).isNotEqualTo(one.get("r"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Manifest-Version: 1.0                                   | not a bundle: its manifest has no Bundle-SymbolicName
          Bundle-SymbolicName: a                                  | its manifest has no Bundle-ManifestVersion: 2
          Bundle-ManifestVersion: 2;Bundle-SymbolicName: a b      | Bundle-SymbolicName "a b" is malformed
          Bundle-ManifestVersion: 2;Bundle-SymbolicName: a;Bundle-Version: 1.x | Bundle-Version "1.x" is malformed
          Bundle-ManifestVersion: 2;Bundle-SymbolicName: a;Import-Package: b,,c | Import-Package: an empty clause in "b,,c"
          Bundle-ManifestVersion: 2;Bundle-SymbolicName: a;Export-Package: b="  | Export-Package: a quote is not closed in "b=""
          no colon here                                           | its manifest is malformed: invalid header field (line 2)
          """)
  void aManifestThatIsNoBundlesIsRefused(String lines, String reason) throws Exception {
    var text =
        "Manifest-Version: 1.0\n"
            + lines
                .replace(";Bundle", "\nBundle")
                .replace(";Import", "\nImport")
                .replace(";Export", "\nExport")
            + "\n";
    var file = write(jar(text));

    assertThatThrownBy(() -> store.take(file))
        .isInstanceOf(BadJarException.class)
        .hasMessage(reason);
    assertThat(store()).isEmpty();
  }

  @Test
  void aJarWithoutManifestIsRefused() throws Exception {
    var file = write(zip(Map.of("x", "y")));

    assertThatThrownBy(() -> store.take(file))
        .hasMessage("not a bundle: it has no META-INF/MANIFEST.MF");
  }

  @Test
  void entriesThatLeadOutOfTheJarAreRefused() throws Exception {
    for (var name : new String[] {"../x", "a/../../x", "/etc/x", "a\\..\\x"}) {
      var file = write(jar(MANIFEST, Map.of(name, "x")));

      assertThatThrownBy(() -> store.take(file)).hasMessageContaining("leads out of the jar");
    }
  }

  @Test
  void aJarCutAnywhereIsRefused() throws Exception {
    var whole = jar(MANIFEST);
    for (var length = 0; length < whole.length; length++) {
      var file = write(java.util.Arrays.copyOf(whole, length));

      assertThatThrownBy(() -> store.take(file))
          .as("cut at " + length)
          .isInstanceOf(BadJarException.class);
    }
    assertThat(store()).isEmpty();
  }

  /**
   * A flipped bit in padding or times harms nobody; what must not happen is a damaged entry that
   * passes.
   */
  @Test
  void noFlippedBitInAnEntryPasses() throws Exception {
    var seed = 20260101L;
    var random = new Random(seed);
    var whole = jar(MANIFEST);
    for (var i = 0; i < 500; i++) {
      var broken = whole.clone();
      broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        var jar = store.take(write(broken));
        assertThat(bytes(jar.file(), "p/q/A.class")).as("seed " + seed).isIn("aa", "");
      } catch (BadJarException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void aFileLargerThanAllowedIsRefused() throws Exception {
    var small = new JarStore(directory.resolve("small"), 100);
    var file = write(jar(MANIFEST));

    assertThatThrownBy(() -> small.take(file))
        .hasMessage("larger than 100 bytes, the most that is accepted");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> store.take(directory.resolve("gone.jar")))
        .hasMessageContaining("no such file");
  }

  @Test
  void copiesNobodyNeedsAreDeleted() throws Exception {
    var one = store.take(write(jar(MANIFEST)));
    var two = store.take(write(jar(MANIFEST, Map.of("z", "z"))));
    Files.writeString(directory.resolve("store/123.half"), "crash");

    store.keepOnly(Set.of(two.sha256()));

    assertThat(one.file()).doesNotExist();
    assertThat(store()).containsExactly(two.file());
  }

  private java.util.List<Path> store() throws Exception {
    try (var files = Files.list(directory.resolve("store"))) {
      return files.toList();
    }
  }

  private Path write(byte[] bytes) throws Exception {
    return Files.write(directory.resolve("x.jar"), bytes);
  }

  private static byte[] jar(String manifest) throws Exception {
    return jar(manifest, Map.of("p/q/A.class", "aa", "r/B.class", "b"));
  }

  private static byte[] jar(String manifest, Map<String, String> entries) throws Exception {
    var all = new LinkedHashMap<String, String>();
    all.put("META-INF/MANIFEST.MF", manifest);
    all.putAll(entries);
    return zip(all);
  }

  private static byte[] zip(Map<String, String> entries) throws Exception {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static String bytes(Path file, String name) throws Exception {
    try (var zip = new java.util.zip.ZipFile(file.toFile())) {
      var entry = zip.getEntry(name);
      return entry == null
          ? ""
          : new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
