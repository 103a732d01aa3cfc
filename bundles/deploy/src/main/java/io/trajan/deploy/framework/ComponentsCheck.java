package io.trajan.deploy.framework;

import io.trajan.deploy.swap.Standing;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;

/**
 * Whether every component that was up before is up again. One that the new content no longer has is
 * not missed; one that fails is not waited for.
 */
final class ComponentsCheck implements Supplier<Standing> {
  private final Kit kit;
  private final Set<String> before = new HashSet<>();

  ComponentsCheck(Kit kit) {
    this.kit = kit;
    var runtime = kit.components().get();
    if (runtime != null) {
      var picture = new PictureTaker(kit.system()).take(runtime);
      picture.components().forEach(component -> before.add(component.key()));
    }
  }

  @Override
  public Standing get() {
    var bundles = kit.system().getBundles();
    for (var trouble : new Troubles(kit).of(Arrays.<Bundle>asList(bundles))) {
      var words = "component " + trouble.component();
      if (before.contains(trouble.component())) {
        return trouble.failed()
            ? Standing.failed(words + " failed: " + trouble.words())
            : Standing.missing(words + " waits " + trouble.words());
      }
    }
    return Standing.UP;
  }
}
