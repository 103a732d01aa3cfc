package io.trajan.deploy.command;

import io.trajan.shell.CommandException;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import java.util.ArrayList;
import java.util.List;
import org.apache.felix.service.command.Descriptor;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** {@code felix:install} as Felix has it, but a failure fails the line. */
@Component(
    service = InstallCommand.class,
    property = {
      "osgi.command.scope=felix",
      "osgi.command.function=install",
      "service.ranking:Integer=100"
    })
@Descriptor("Bundles: brought in by address")
public final class InstallCommand {
  private final BundleContext context;

  /** Installs in the name of the framework, so that the bundles outlive this one. */
  @Activate
  public InstallCommand(BundleContext context) {
    this.context = context.getBundle(0).getBundleContext();
  }

  /** {@code felix:install}. */
  @Descriptor("Installs bundles without starting them; all of them, or none")
  @Example("install file:/tmp/new.jar")
  public List<Installed> install(
      @CompleteWith("file") @Descriptor("where each is, as a URL") String... url)
      throws CommandException {
    if (url.length == 0) {
      throw new CommandException(
          "felix:install: which bundle? expected its URL, file:/tmp/new.jar");
    }
    List<Bundle> fresh = new ArrayList<>();
    List<Installed> all = new ArrayList<>();
    for (String each : url) {
      boolean known = context.getBundle(each) != null;
      try {
        Bundle bundle = context.installBundle(each);
        if (!known) {
          fresh.add(bundle);
        }
        all.add(Installed.of(bundle));
      } catch (BundleException e) {
        fresh.forEach(InstallCommand::takeBack);
        throw new CommandException("felix:install: " + each + ": " + reason(e));
      }
    }
    return all;
  }

  private static void takeBack(Bundle bundle) {
    try {
      bundle.uninstall();
    } catch (BundleException | IllegalStateException e) {
      throw new IllegalStateException(bundle + " was installed and cannot be taken back", e);
    }
  }

  private static String reason(BundleException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /**
   * What came in.
   *
   * @param id its number, for {@code start}
   * @param bundle its symbolic name
   * @param version its version
   */
  public record Installed(long id, String bundle, String version) {
    static Installed of(Bundle bundle) {
      return new Installed(
          bundle.getBundleId(),
          String.valueOf(bundle.getSymbolicName()),
          bundle.getVersion().toString());
    }
  }
}
