package io.trajan.feature.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureCatalogTest {
  @TempDir Path directory;

  @Test
  void aFeatureIsReadWithItsBundlesConfigurationsAndOptions() throws Exception {
    write(
        "http",
        """
        {
          // comments are welcome
          "id": "io.trajan:http:1",
          "description": "HTTP",
          "bundles": [ { "id": "a:b:1" }, { "id": "a:c:1", "bundleStartLevel": 60 } ],
          "configurations": { "io.trajan.http": { "port:Integer": 8080 }, "fact~one": { "x": "y" } },
          "extensions": {
            "trajan.requires": { "type": "text", "text": [ "core" ] },
            "trajan.options": { "type": "text", "text": [ "http-socket" ] }
          }
        }
        """);
    var feature = catalog().get("http");
    assertThat(feature.bundles())
        .containsExactly(
            new FeatureBundle(Coordinates.parse("a:b:1"), 20),
            new FeatureBundle(Coordinates.parse("a:c:1"), 60));
    assertThat(feature.configurations()).containsOnlyKeys("io.trajan.http", "fact~one");
    assertThat(feature.configurations().get("io.trajan.http")).containsEntry("port", 8080);
    assertThat(feature.requires()).containsExactly("core");
    assertThat(feature.options()).containsExactly("http-socket");
  }

  @Test
  void whatIsRequiredComesFirstAndOnce() throws Exception {
    write("core", "");
    write("http", "", "core");
    write("rack", "", "http", "core");
    assertThat(catalog().closure(List.of("rack", "http")))
        .extracting(Feature::name)
        .containsExactly("core", "http", "rack");
  }

  @Test
  void anUnknownFeatureIsRefusedWithTheNearest() throws Exception {
    write("core", "");
    assertThatThrownBy(() -> catalog().get("cor"))
        .isInstanceOf(FeatureException.class)
        .hasMessageContaining("did you mean \"core\"?");
  }

  @Test
  void featuresThatRequireEachOtherAreRefusedWithTheCircle() throws Exception {
    write("a", "", "b");
    write("b", "", "a");
    assertThatThrownBy(() -> catalog().closure(List.of("a"))).hasMessageContaining("a -> b -> a");
  }

  @Test
  void twoVersionsOfOneJarAreRefused() throws Exception {
    write("a", "{ \"id\": \"g:x:1\" }");
    write("b", "{ \"id\": \"g:x:2\" }");
    assertThatThrownBy(() -> catalog().closure(List.of("a", "b")))
        .hasMessageContaining("g:x:1 and g:x:2");
  }

  @Test
  void brokenJsonIsRefusedWithFileAndLine() throws Exception {
    Files.writeString(
        directory.resolve("a.json"), "{\n  \"id\": \"g:a:1\",\n  \"bundles\": [ }\n}");
    assertThatThrownBy(() -> catalog().get("a")).hasMessageContaining("a.json:3: not JSON");
  }

  @Test
  void aStartLevelOutOfRangeIsRefused() throws Exception {
    write("a", "{ \"id\": \"g:x:1\", \"bundleStartLevel\": 101 }");
    assertThatThrownBy(() -> catalog().get("a"))
        .hasMessageContaining("bundleStartLevel is 101, expected 1 to 100");
  }

  @Test
  void anIdThatIsNotTheFileNameIsRefused() throws Exception {
    write("a", "");
    Files.move(directory.resolve("a.json"), directory.resolve("b.json"));
    assertThatThrownBy(() -> catalog().get("b"))
        .hasMessageContaining("must have the artifact \"b\"");
  }

  @Test
  void aMissingIdIsRefused() throws Exception {
    Files.writeString(directory.resolve("a.json"), "{}");
    assertThatThrownBy(() -> catalog().get("a"))
        .isInstanceOf(FeatureException.class)
        .hasMessageContaining("a.json");
  }

  private FeatureCatalog catalog() {
    return new FeatureCatalog(directory);
  }

  private void write(String name, String text) throws IOException {
    write(name, text, new String[0]);
  }

  private void write(String name, String bundles, String... requires) throws IOException {
    var text =
        bundles.contains("\"id\": \"io.trajan")
            ? bundles
            : """
              { "id": "io.trajan:%s:1", "bundles": [ %s ],
                "extensions": { "trajan.requires": { "type": "text", "text": [ %s ] } } }
              """
                .formatted(
                    name,
                    bundles,
                    requires.length == 0 ? "" : "\"" + String.join("\", \"", requires) + "\"");
    Files.writeString(directory.resolve(name + ".json"), text);
  }
}
