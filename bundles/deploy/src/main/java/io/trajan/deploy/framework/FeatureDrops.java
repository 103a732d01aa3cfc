package io.trajan.deploy.framework;

import io.trajan.deploy.drop.Drop;
import io.trajan.deploy.drop.DropTarget;
import io.trajan.deploy.plan.FeaturePlan;
import io.trajan.deploy.plan.FeaturePlanner;
import io.trajan.deploy.plan.RefusedException;
import io.trajan.deploy.plan.Shelf;
import io.trajan.feature.codec.Feature;
import io.trajan.feature.codec.FeatureException;
import io.trajan.feature.codec.FeatureReader;
import io.trajan.feature.codec.FeatureRecord;
import io.trajan.feature.codec.InstalledFeature.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;

/**
 * Dropped feature files become features. Each that was accepted is kept as a copy, which is what
 * the feature is until a changed file was accepted. Confined to the deploy thread.
 */
public final class FeatureDrops implements DropTarget {
  private static final String SUFFIX = ".json";

  private final Kit kit;
  private final Journal journal;
  private final FeatureFiles files;
  private final Path copies;

  /**
   * A target.
   *
   * @param files reads the product's features and the copies
   * @param copies the directory of the copies
   */
  public FeatureDrops(Kit kit, Journal journal, FeatureFiles files, Path copies) {
    this.kit = kit;
    this.journal = journal;
    this.files = files;
    this.copies = copies;
  }

  @Override
  public boolean takes(String fileName) {
    return fileName.endsWith(SUFFIX) && !fileName.startsWith(".");
  }

  @Override
  public boolean there(Drop drop) {
    try {
      return record().feature(name(drop.file())).isPresent();
    } catch (RefusedException e) {
      return false;
    }
  }

  @Override
  public Placed place(String fileName, Path file) throws RefusedException {
    var name = name(fileName);
    if (Files.exists(kit.places().features().resolve(fileName))) {
      throw new RefusedException("the product has a feature " + name + " of its own");
    }
    var next = copies.resolve("next").resolve(fileName);
    try {
      Files.createDirectories(copies.resolve("next"));
      Files.copy(file, next, StandardCopyOption.REPLACE_EXISTING);
      var feature = FeatureReader.read(next);
      install(feature);
      SafeFile.rename(next, copies.resolve(fileName));
      return new Placed(Jars.sha256(copies.resolve(fileName)), "feature " + name);
    } catch (FeatureException e) {
      throw new RefusedException(plain(e, next, fileName), e);
    } catch (IOException e) {
      throw new RefusedException("cannot be read: " + e.getMessage(), e);
    }
  }

  /** People look for the name of their own file in a message. */
  private static String plain(FeatureException e, Path copy, String fileName) {
    return String.valueOf(e.getMessage()).replace(copy.toString(), fileName);
  }

  private void install(Feature feature) throws RefusedException, IOException {
    var shelf = shelfWith(feature);
    var record = record();
    var there =
        record.feature(feature.name()).filter(f -> f.state() == State.INSTALLED).isPresent();
    var names = List.of(feature.name());
    var planner = new FeaturePlanner(record, shelf);
    run(there ? planner.replace(names) : planner.install(names), shelf);
  }

  private Shelf shelfWith(Feature feature) throws IOException {
    var shelf = files.read();
    var features = new HashMap<>(shelf.features());
    features.put(feature.name(), feature);
    return new Shelf(features, shelf.broken());
  }

  private void run(FeaturePlan plan, Shelf shelf) throws RefusedException {
    if (!plan.isEmpty()) {
      new Installation(kit, plan, shelf, journal).run();
    }
  }

  @Override
  public void remove(Drop drop) throws RefusedException {
    var name = name(drop.file());
    try {
      var shelf = files.read();
      var record = record();
      if (record.feature(name).filter(f -> f.state() == State.INSTALLED).isPresent()) {
        run(new FeaturePlanner(record, shelf).uninstall(List.of(name)), shelf);
      }
      SafeFile.delete(copies.resolve(drop.file()));
    } catch (IOException e) {
      throw new RefusedException(
          "the copy of " + drop.file() + " cannot be removed: " + e.getMessage(), e);
    }
  }

  private FeatureRecord record() throws RefusedException {
    return Records.read(kit.places());
  }

  private static String name(String fileName) {
    return fileName.substring(0, fileName.length() - SUFFIX.length());
  }
}
