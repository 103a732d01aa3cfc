package io.trajan.vassal.emperor.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureHintsTest {
  @TempDir Path directory;

  @Test
  void theFeatureThatListsAnOptionIsSuggested() throws IOException {
    Files.writeString(
        directory.resolve("storage-rados.json"),
        """
        { "id": "io.trajan:storage-rados:1", "bundles": [],
          "extensions": { "trajan.options":
            { "type": "text", "kind": "optional", "text": [ "rados-mount", "rados-timeout" ] } } }
        """);
    Files.writeString(directory.resolve("broken.json"), "{ nonsense");
    FeatureHints hints = new FeatureHints(directory);
    assertThat(hints.feature("rados-mount")).isEqualTo("storage-rados");
    assertThat(hints.feature("rados-mout")).isNull();
  }

  @Test
  void withoutADirectoryNothingIsSuggested() {
    assertThat(new FeatureHints(null).feature("rack")).isNull();
    assertThat(new FeatureHints(directory.resolve("nowhere")).feature("rack")).isNull();
  }
}
