package io.trajan.deploy.framework;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Components that are not up, and why. */
final class Troubles {
  private final Kit kit;

  Troubles(Kit kit) {
    this.kit = kit;
  }

  /**
   * A component that is not up.
   *
   * @param component its key
   * @param failed whether its activation failed; otherwise it waits for something
   * @param words why
   */
  record Trouble(String component, boolean failed, String words) {
    Change asChange() {
      return new Change(failed ? "failed" : "waiting", "component", component, words);
    }
  }

  /** The components of these bundles that failed or wait. */
  List<Trouble> of(Collection<Bundle> bundles) {
    var runtime = kit.components().get();
    var troubles = new ArrayList<Trouble>();
    if (runtime != null) {
      var descriptions = runtime.getComponentDescriptionDTOs(bundles.toArray(Bundle[]::new));
      for (var description : descriptions) {
        for (var configuration : runtime.getComponentConfigurationDTOs(description)) {
          var trouble = trouble(configuration);
          if (trouble != null) {
            troubles.add(trouble);
          }
        }
      }
    }
    return troubles;
  }

  private static @Nullable Trouble trouble(ComponentConfigurationDTO configuration) {
    var key = PictureTaker.key(configuration);
    return switch (configuration.state) {
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          new Trouble(key, true, firstLine(configuration.failure));
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
          new Trouble(
              key, false, "for the reference " + names(configuration.unsatisfiedReferences));
      case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
          new Trouble(key, false, "for a configuration");
      default -> null;
    };
  }

  private static String names(UnsatisfiedReferenceDTO[] references) {
    return String.join(", ", Arrays.stream(references).map(r -> r.name).toList());
  }

  private static String firstLine(@Nullable String stack) {
    return stack == null ? "its activation failed" : stack.lines().findFirst().orElse("");
  }
}
