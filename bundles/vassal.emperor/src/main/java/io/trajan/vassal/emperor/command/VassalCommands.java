package io.trajan.vassal.emperor.command;

import io.trajan.shell.CommandException;
import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import io.trajan.vassal.OptionSet;
import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.VassalState;
import io.trajan.vassal.Vassals;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** What the shell can ask of the emperor. */
@Component(
    service = VassalCommands.class,
    property = {
      "osgi.command.scope=vassal",
      "osgi.command.function=list",
      "osgi.command.function=info",
      "osgi.command.function=why",
      "osgi.command.function=start",
      "osgi.command.function=stop",
      "osgi.command.function=reload",
      "osgi.command.function=options"
    })
@Descriptor("The applications and their listeners")
public final class VassalCommands {
  private static final String WAIT = "90";

  private final Vassals vassals;

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile List<OptionSet> sets = List.of();

  /** Commands to that emperor. */
  @Activate
  public VassalCommands(@Reference Vassals vassals) {
    this.vassals = vassals;
  }

  /** Lists. */
  @Descriptor("Lists the vassals and how they stand")
  @Example({"vassal:list", "vassal:list --state failed"})
  public List<VassalRow> list(
      @Parameter(
              names = {"-s", "--state"},
              absentValue = "")
          @Descriptor("only those in that state, such as ready, waiting, failed")
          String state)
      throws CommandException {
    VassalState only = VassalRow.state(state);
    return vassals.list().stream()
        .filter(each -> only == null || each.state() == only)
        .map(VassalRow::of)
        .toList();
  }

  /** Tells of one. */
  @Descriptor("Tells what is known of a vassal")
  @Example("vassal:info hello")
  public Object info(@CompleteWith("vassal") @Descriptor("its name") String vassal)
      throws CommandException {
    return Details.of(find(vassal));
  }

  /** Tells why. */
  @Descriptor("Tells why a vassal is as it is: its faults, and each step of its last start")
  @Example("vassal:why hello")
  public Object why(@CompleteWith("vassal") @Descriptor("its name") String vassal)
      throws CommandException {
    return Why.of(find(vassal));
  }

  /** Starts. */
  @Descriptor("Starts a vassal that was stopped or has failed, and waits until it serves")
  @Example("vassal:start hello")
  public String start(
      @Parameter(
              names = {"-w", "--wait"},
              absentValue = WAIT)
          @Descriptor("how long to wait for the outcome")
          Duration wait,
      @CompleteWith("vassal") @Descriptor("its name") String vassal)
      throws CommandException, InterruptedException {
    VassalInfo info = await("start", vassal, vassals.start(vassal), wait);
    return serving("vassal:start", info, "started");
  }

  /** Stops. */
  @Descriptor("Stops a vassal gracefully; it stays stopped until it is started or its file changes")
  @Example("vassal:stop hello")
  public String stop(
      @Parameter(
              names = {"-w", "--wait"},
              absentValue = WAIT)
          @Descriptor("how long to wait for the outcome")
          Duration wait,
      @CompleteWith("vassal") @Descriptor("its name") String vassal)
      throws CommandException, InterruptedException {
    await("stop", vassal, vassals.stop(vassal), wait);
    return "stopped " + vassal;
  }

  /** Reloads. */
  @Descriptor("Starts a new generation beside the old one, which serves until the new one is ready")
  @Example("vassal:reload hello")
  public String reload(
      @Parameter(
              names = {"-w", "--wait"},
              absentValue = WAIT)
          @Descriptor("how long to wait for the outcome")
          Duration wait,
      @CompleteWith("vassal") @Descriptor("its name") String vassal)
      throws CommandException, InterruptedException {
    long before = find(vassal).generation();
    VassalInfo info = await("reload", vassal, vassals.reload(vassal), wait);
    if (info.generation() == before && !info.reason().isEmpty()) {
      throw new CommandException("vassal:reload: " + vassal + ": " + info.reason());
    }
    return serving("vassal:reload", info, "reloaded");
  }

  /** Documents options. */
  @Descriptor("Documents the options that a vassal's file may give")
  @Example({"vassal:options", "vassal:options threads"})
  public List<OptionRow> options(
      @Descriptor("only options whose name contains one of these") String... part) {
    return OptionRow.of(sets, List.of(part));
  }

  private VassalInfo find(String vassal) throws CommandException {
    return vassals.find(vassal).orElseThrow(() -> unknown(vassal));
  }

  private CommandException unknown(String vassal) {
    String near =
        io.trajan.config.codec.Nearest.to(
            vassal, vassals.list().stream().map(VassalInfo::name).toList());
    return new CommandException(
        "there is no vassal \""
            + vassal
            + "\""
            + (near == null ? "" : "; did you mean \"" + near + "\"?"));
  }

  private VassalInfo await(
      String verb, String vassal, CompletionStage<VassalInfo> outcome, Duration wait)
      throws CommandException, InterruptedException {
    find(vassal);
    try {
      return outcome.toCompletableFuture().get(wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new CommandException(
          "vassal:" + verb + ": " + vassal + " is still at it after " + wait.toSeconds() + " s", 3);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new CommandException("vassal:" + verb + ": " + cause.getMessage());
    }
  }

  private static String serving(String command, VassalInfo info, String done)
      throws CommandException {
    if (info.state() != VassalState.READY) {
      throw new CommandException(
          command
              + ": "
              + info.name()
              + " is "
              + VassalRow.word(info.state())
              + (info.reason().isEmpty() ? "" : ": " + info.reason()));
    }
    String reason = info.reason().isEmpty() ? "" : "; " + info.reason();
    return done + " " + info.name() + ", generation " + info.generation() + reason;
  }
}
