package io.trajan.feature.codec;

import io.trajan.feature.codec.InstalledFeature.InstalledBundle;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code data/features.json}: which features are installed, by whom, with which jars. The
 * launcher writes it before the bundles start; from then on it belongs to the deployer, which
 * counts references by it and writes it after every change. The launcher's next start makes the
 * framework agree with it.
 *
 * @param features in the order of installation
 */
public record FeatureRecord(List<InstalledFeature> features) {
  /**
   * The property that marks a configuration brought by a feature, with the feature's name as its
   * value. One without the mark belongs to the operator and is neither overwritten nor removed. It
   * starts with a dot, so it stays out of service properties.
   */
  public static final String CONFIGURATION_MARK = ".trajan.feature";

  /** The record of a home that has never been started. */
  public static final FeatureRecord EMPTY = new FeatureRecord(List.of());

  public FeatureRecord {
    features = List.copyOf(features);
  }

  /** What is recorded of a feature. */
  public Optional<InstalledFeature> feature(String name) {
    return features.stream().filter(feature -> feature.name().equals(name)).findFirst();
  }

  /** What is recorded of a bundle, whichever feature brought it. */
  public Optional<InstalledBundle> bundle(Coordinates coordinates) {
    return features.stream()
        .flatMap(feature -> feature.bundles().stream())
        .filter(bundle -> bundle.coordinates().equals(coordinates))
        .findFirst();
  }

  /**
   * Reads the file; a file that does not exist is the empty record.
   *
   * @throws FeatureException naming the file, if it is not such a record
   */
  public static FeatureRecord read(Path file) throws FeatureException {
    if (!Files.exists(file)) {
      return EMPTY;
    }
    try (var reader = Json.createReader(Files.newBufferedReader(file))) {
      var features =
          reader.readObject().getJsonArray("features").getValuesAs(FeatureRecord::feature);
      return new FeatureRecord(features);
    } catch (IOException
        | JsonException
        | IllegalArgumentException
        | ClassCastException
        | NullPointerException e) {
      throw new FeatureException(
          file + " is not a record of installed features: " + e.getMessage(), e);
    }
  }

  /** Writes the file: whole, or not at all; on the disk when this returns. */
  public void write(Path file) throws IOException {
    var temporary = file.resolveSibling(file.getFileName() + ".new");
    var pretty = Map.of(JsonGenerator.PRETTY_PRINTING, true);
    try (var writer =
        Json.createWriterFactory(pretty).createWriter(Files.newBufferedWriter(temporary))) {
      var list = Json.createArrayBuilder();
      features.forEach(feature -> list.add(json(feature)));
      writer.writeObject(Json.createObjectBuilder().add("features", list).build());
    }
    force(temporary, StandardOpenOption.WRITE);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    force(file.toAbsolutePath().getParent(), StandardOpenOption.READ);
  }

  private static void force(@Nullable Path path, OpenOption option) throws IOException {
    if (path != null) {
      try (var channel = FileChannel.open(path, option)) {
        channel.force(true);
      }
    }
  }

  private static InstalledFeature feature(JsonValue value) {
    var object = value.asJsonObject();
    return new InstalledFeature(
        object.getString("name"),
        object.getString("id"),
        InstalledFeature.Origin.valueOf(object.getString("origin")),
        InstalledFeature.State.valueOf(object.getString("state")),
        object.getJsonArray("bundles").getValuesAs(FeatureRecord::bundle),
        object.getJsonArray("pids").getValuesAs(JsonString::getString));
  }

  private static InstalledBundle bundle(JsonValue value) {
    var object = value.asJsonObject();
    return new InstalledBundle(
        Coordinates.parse(object.getString("id")),
        object.getString("digest"),
        object.getInt("startLevel"));
  }

  private static JsonObject json(InstalledFeature feature) {
    var bundles = Json.createArrayBuilder();
    for (var bundle : feature.bundles()) {
      bundles.add(
          Json.createObjectBuilder()
              .add("id", bundle.coordinates().toString())
              .add("digest", bundle.digest())
              .add("startLevel", bundle.startLevel()));
    }
    return Json.createObjectBuilder()
        .add("name", feature.name())
        .add("id", feature.id())
        .add("origin", feature.origin().name())
        .add("state", feature.state().name())
        .add("bundles", bundles)
        .add("pids", Json.createArrayBuilder(feature.pids()))
        .build();
  }
}
