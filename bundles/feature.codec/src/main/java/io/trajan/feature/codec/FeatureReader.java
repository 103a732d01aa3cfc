package io.trajan.feature.codec;

import jakarta.json.JsonException;
import jakarta.json.stream.JsonParsingException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.osgi.service.feature.FeatureExtension;
import org.osgi.service.feature.FeatureService;

/**
 * Reads feature files: OSGi Feature JSON (OSGi Compendium 159), with comments, by Felix's Feature
 * Service. What we add to the model:
 *
 * <ul>
 *   <li>the metadata {@value #START_LEVEL} of a bundle, a whole number;
 *   <li>the metadata {@value #SHA256} of a bundle, the sum its jar must have;
 *   <li>the text extension {@value #REQUIRES}: names of features that come along;
 *   <li>the text extension {@value #OPTIONS}: the vassal options its bundles claim;
 *   <li>the text extension {@value #SCOPES}: the scopes of the commands its bundles bring.
 * </ul>
 *
 * Stateless, any thread.
 */
public final class FeatureReader {
  /** Metadata of a bundle. */
  public static final String START_LEVEL = "bundleStartLevel";

  /** Metadata of a bundle. */
  public static final String SHA256 = "sha256";

  /** Text extension naming features. */
  public static final String REQUIRES = "trajan.requires";

  /** Text extension naming vassal options. */
  public static final String OPTIONS = "trajan.options";

  /** Text extension naming scopes of commands. */
  public static final String SCOPES = "trajan.scopes";

  private FeatureReader() {}

  /**
   * Reads one file.
   *
   * @throws FeatureException naming the file and, for broken JSON, the line
   */
  public static Feature read(Path file) throws FeatureException {
    try (var reader = Files.newBufferedReader(file)) {
      return read(file, reader);
    } catch (JsonParsingException e) {
      var line = e.getLocation().getLineNumber();
      throw new FeatureException(file + ":" + line + ": not JSON: " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new FeatureException(file + ": no such file", e);
    } catch (IOException | JsonException | IllegalArgumentException | ClassCastException e) {
      throw new FeatureException(file + ": " + e.getMessage(), e);
    } catch (NullPointerException e) {
      // Felix's reader dereferences members without asking; "id" is the only mandatory one.
      throw new FeatureException(
          file + ": a member is missing, \"id\" of the feature or of a bundle", e);
    }
  }

  private static Feature read(Path file, Reader reader) throws IOException, FeatureException {
    var model = service().readFeature(reader);
    var name = file.getFileName().toString().replaceFirst("\\.json$", "");
    if (!model.getID().getArtifactId().equals(name)) {
      throw new FeatureException(
          file
              + ": id "
              + model.getID()
              + " must have the artifact \""
              + name
              + "\", like the file");
    }
    var bundles = new ArrayList<FeatureBundle>();
    for (var bundle : model.getBundles()) {
      var coordinates = Coordinates.parse(bundle.getID().toString());
      var metadata = bundle.getMetadata();
      bundles.add(
          new FeatureBundle(
              coordinates, startLevel(coordinates, metadata), sha256(coordinates, metadata)));
    }
    var configurations = new LinkedHashMap<String, Map<String, Object>>();
    model
        .getConfigurations()
        .forEach((pid, c) -> configurations.put(pid, Map.copyOf(c.getValues())));
    return new Feature(
        name,
        model.getID().toString(),
        model.getDescription().orElse(""),
        text(model.getExtensions(), REQUIRES),
        bundles,
        configurations,
        text(model.getExtensions(), OPTIONS),
        text(model.getExtensions(), SCOPES));
  }

  private static FeatureService service() {
    return ServiceLoader.load(FeatureService.class, FeatureReader.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no FeatureService on the class path"));
  }

  private static int startLevel(Coordinates bundle, Map<String, Object> metadata) {
    var value = metadata.get(START_LEVEL);
    if (value == null) {
      return FeatureBundle.DEFAULT_START_LEVEL;
    }
    if (value instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= 1
        && number.intValue() <= FeatureBundle.HIGHEST_START_LEVEL) {
      return number.intValue();
    }
    throw new IllegalArgumentException(
        bundle
            + ": "
            + START_LEVEL
            + " is "
            + value
            + ", expected 1 to "
            + FeatureBundle.HIGHEST_START_LEVEL);
  }

  private static String sha256(Coordinates bundle, Map<String, Object> metadata) {
    var value = metadata.getOrDefault(SHA256, "");
    if (value instanceof String text && text.matches("([0-9a-fA-F]{64})?")) {
      return text.toLowerCase(Locale.ROOT);
    }
    throw new IllegalArgumentException(
        bundle + ": " + SHA256 + " is \"" + value + "\", expected 64 hexadecimal digits");
  }

  private static List<String> text(Map<String, FeatureExtension> extensions, String name) {
    var extension = extensions.get(name);
    if (extension == null) {
      return List.of();
    }
    if (extension.getType() != FeatureExtension.Type.TEXT) {
      throw new IllegalArgumentException("extension " + name + " must have the type \"text\"");
    }
    return List.copyOf(extension.getText());
  }
}
