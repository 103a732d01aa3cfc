package io.trajan.vassal.process;

import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.WorkerCommand;
import io.trajan.vassal.process.jail.Jail;
import io.trajan.vassal.process.jail.Step;
import io.trajan.vassal.process.plan.Plan;
import io.trajan.vassal.process.warden.Quarters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The plan of a vassal from its specification: what the warden does, in this order. Pure.
 *
 * @param accounts the users and groups of this host
 */
record ProcessPlan(Accounts accounts) {
  /** The jail of a vassal. */
  Jail jail(VassalSpec spec) {
    return new Jail(spec, new ThisHost(accounts));
  }

  String text(
      VassalSpec spec,
      WorkerCommand command,
      Quarters quarters,
      ProcessSettings settings,
      Path script,
      boolean reload) {
    Jail jail = jail(spec);
    Plan plan = new Plan();
    plan.line("directory", quarters.directory().toString());
    plan.line("survive", "no");
    plan.line("mercy", Long.toString(settings.mercy().toMillis()));
    plan.line("clear-env");
    new TreeMap<>(command.environment()).forEach((name, value) -> plan.line("env", name, value));
    plan.line("env", "TRAJAN_VASSAL", spec.name());
    plan.line("env", "TRAJAN_PROTOCOL", "1");
    steps(plan, jail.asRoot(quarters.directory().getFileName().toString(), reload));
    limits(plan, spec);
    spec.value(ProcessOptions.UMASK).ifPresent(mask -> plan.line("umask", mask));
    steps(plan, jail.capabilities());
    identity(plan, spec);
    plan.line("pdeathsig", "KILL"); // After the user: a change of user takes it back.
    steps(plan, jail.asUser());
    plan.line("chdir", command.directory().toString());
    plan.line("script", script.toString());
    plan.line("exec", command.arguments().toArray(String[]::new));
    return plan.text();
  }

  private static void steps(Plan plan, List<Step> steps) {
    steps.forEach(step -> plan.line(step.word(), step.arguments().toArray(String[]::new)));
  }

  private static void limits(Plan plan, VassalSpec spec) {
    spec.value(ProcessOptions.LIMIT_AS).ifPresent(most -> limit(plan, "as", most));
    spec.value(ProcessOptions.LIMIT_NOFILE).ifPresent(most -> limit(plan, "nofile", most));
    spec.value(ProcessOptions.LIMIT_NPROC).ifPresent(most -> limit(plan, "nproc", most));
  }

  private static void limit(Plan plan, String resource, long most) {
    plan.line("rlimit", resource, Long.toString(most), Long.toString(most));
  }

  /** Group first: a user that is not root any more could not change it. */
  private void identity(Plan plan, VassalSpec spec) {
    var user = spec.value(ProcessOptions.UID).flatMap(accounts::user);
    var group = spec.value(ProcessOptions.GID).flatMap(accounts::group);
    long gid = group.orElse(user.map(Accounts.User::gid).orElse(-1L));
    if (gid >= 0) {
      plan.line("gid", Long.toString(gid));
      List<Long> groups = new ArrayList<>(List.of(gid));
      if (!spec.require(ProcessOptions.NO_INITGROUPS)) {
        user.ifPresent(u -> groups.addAll(accounts.groupsOf(u.name())));
      }
      spec.values(ProcessOptions.ADD_GID)
          .forEach(name -> accounts.group(name).ifPresent(groups::add));
      plan.line(
          "groups",
          groups.stream().distinct().map(n -> Long.toString(n)).collect(Collectors.joining(",")));
    }
    user.ifPresent(u -> plan.line("uid", Long.toString(u.uid())));
  }
}
