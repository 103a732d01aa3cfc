package io.trajan.config.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.config.codec.Place;
import io.trajan.config.codec.TypedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherCheckTest {
  @TempDir private Path product;

  private TypedConfig config(String features) {
    Place place = new Place("etc/io.trajan.launcher.cfg", 4);
    return new TypedConfig(
        "io.trajan.launcher",
        place,
        Map.of("features", features),
        Map.of("features", new TypedConfig.Written(place, features)));
  }

  @Test
  void featuresThatAreThereAreAcceptedAndOthersRefusedWithTheNearest() throws IOException {
    Files.createDirectory(product.resolve("features"));
    for (String name : new String[] {"core", "rack"}) {
      Files.writeString(product.resolve("features/" + name + ".json"), "{}");
    }
    LauncherCheck check = new LauncherCheck(product.toString());
    assertThat(check.check(config("core, rack"))).isEmpty();
    assertThat(check.check(config("core, rakc")))
        .singleElement()
        .asString()
        .contains("launcher.cfg:4", "features of the product: core, rack", "rack");
  }
}
