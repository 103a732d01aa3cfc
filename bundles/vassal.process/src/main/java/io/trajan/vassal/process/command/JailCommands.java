package io.trajan.vassal.process.command;

import io.trajan.shell.CommandException;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import io.trajan.vassal.process.jail.Plans;
import java.io.IOException;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What the shell can ask about jails. */
@Component(
    service = JailCommands.class,
    property = {"osgi.command.scope=jail", "osgi.command.function=plan"})
@Descriptor("The jails of vassals")
public final class JailCommands {
  private final Plans plans;

  /** Commands about the jails of that launcher. */
  @Activate
  public JailCommands(@Reference Plans plans) {
    this.plans = plans;
  }

  /** Tells what a start would do. */
  @Descriptor("Tells what a start of a vassal would do, step by step, and what of it would fail")
  @Example("jail:plan shop")
  public String plan(@CompleteWith("vassal") @Descriptor("its name") String vassal)
      throws CommandException, InterruptedException {
    try {
      Plans.Steps steps = plans.plan(vassal);
      if (!steps.well()) {
        throw new CommandException("jail:plan: " + vassal + "\n" + steps.text());
      }
      return steps.text();
    } catch (IOException e) {
      throw new CommandException("jail:plan: " + e.getMessage());
    }
  }
}
