package io.trajan.itests.osgi;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * The floor: the feature {@code core} resolves by itself and offers what everything else stands on.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class CoreFeatureOsgiTest {
  @Inject private BundleContext context;

  @Configuration
  public Option[] configuration() {
    return InContainer.with("core");
  }

  @Test
  public void everyBundleIsActive() {
    List<String> waiting =
        Arrays.stream(context.getBundles())
            .filter(bundle -> bundle.getHeaders("").get(Constants.FRAGMENT_HOST) == null)
            .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
            .map(Bundle::getSymbolicName)
            .toList();
    assertEquals(List.of(), waiting);
  }

  @Test
  public void ourPromisesAreThere() {
    var ours = Arrays.stream(context.getBundles()).map(Bundle::getSymbolicName).toList();
    assertTrue(
        ours.toString(),
        ours.containsAll(List.of("trajan.request.api", "trajan.vassal.api", "trajan.shell")));
  }

  @Test
  public void configurationComponentsAndCommandsAreOffered() {
    for (var service :
        List.of(
            "org.osgi.service.cm.ConfigurationAdmin",
            "org.osgi.service.component.runtime.ServiceComponentRuntime",
            "org.osgi.service.metatype.MetaTypeService",
            "org.apache.felix.service.command.CommandProcessor")) {
      assertNotNull(service, context.getServiceReference(service));
    }
  }
}
