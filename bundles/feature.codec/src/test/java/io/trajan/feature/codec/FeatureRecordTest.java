package io.trajan.feature.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.feature.codec.InstalledFeature.InstalledBundle;
import io.trajan.feature.codec.InstalledFeature.Origin;
import io.trajan.feature.codec.InstalledFeature.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureRecordTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenIsRead() throws Exception {
    var bundle = new InstalledBundle(Coordinates.parse("g:a:1"), "12-ab", 60);
    var record =
        new FeatureRecord(
            List.of(
                new InstalledFeature(
                    "a",
                    "g:a:1",
                    Origin.BOOT,
                    State.INSTALLED,
                    List.of(bundle),
                    List.of("p", "f~x")),
                new InstalledFeature(
                    "b", "g:b:1", Origin.RUNTIME, State.UNINSTALLED, List.of(), List.of())));
    var file = directory.resolve("features.json");
    record.write(file);
    assertThat(FeatureRecord.read(file)).isEqualTo(record);
    assertThat(record.bundle(Coordinates.parse("g:a:1"))).contains(bundle);
  }

  @Test
  void aFileThatIsNotThereIsTheEmptyRecord() throws Exception {
    assertThat(FeatureRecord.read(directory.resolve("none"))).isEqualTo(FeatureRecord.EMPTY);
  }

  @Test
  void anythingElseIsRefusedByName() throws Exception {
    for (var text :
        List.of("", "[]", "{}", "{\"features\":[{}]}", "{\"features\":[1]}", "\u0000\u0001")) {
      var file = directory.resolve("features.json");
      Files.writeString(file, text);
      assertThatThrownBy(() -> FeatureRecord.read(file))
          .as(text)
          .isInstanceOf(FeatureException.class)
          .hasMessageContaining("features.json is not a record");
    }
  }

  @Test
  void theDigestFollowsTheBytes() throws Exception {
    var file = directory.resolve("x");
    Files.writeString(file, "abc");
    var before = Digest.of(file);
    Files.writeString(file, "abd");
    assertThat(Digest.of(file)).isNotEqualTo(before).startsWith("3-");
  }
}
