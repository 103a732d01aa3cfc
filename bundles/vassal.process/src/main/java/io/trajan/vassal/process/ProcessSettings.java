package io.trajan.vassal.process;

import io.trajan.config.codec.Fault;
import io.trajan.vassal.Option;
import io.trajan.vassal.VassalSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a vassal's processes are to be. Immutable.
 *
 * @param processes how many workers
 * @param threads how many requests each answers at the same time
 * @param harakiri how long a request may take, null for as long as it wants
 * @param maxRequests after how many a worker is replaced, null for never
 * @param maxLifetime after how long, null for never
 * @param mostRss beyond how many resident bytes, null for any
 * @param mostAs beyond how many bytes of address space, null for any
 * @param mercy what a replaced worker may take
 * @param patience how long a request waits for a worker
 */
record ProcessSettings(
    int processes,
    int threads,
    @Nullable Duration harakiri,
    @Nullable Long maxRequests,
    @Nullable Duration maxLifetime,
    @Nullable Long mostRss,
    @Nullable Long mostAs,
    Duration mercy,
    Duration patience) {

  @SuppressWarnings("NullAway") // An absent option is null here.
  static ProcessSettings from(VassalSpec spec) {
    return new ProcessSettings(
        spec.value(ProcessOptions.PROCESSES).or(() -> spec.value(ProcessOptions.WORKERS)).orElse(1),
        spec.require(ProcessOptions.THREADS),
        spec.value(ProcessOptions.HARAKIRI).orElse(null),
        spec.value(ProcessOptions.MAX_REQUESTS).orElse(null),
        spec.value(ProcessOptions.MAX_LIFETIME).orElse(null),
        spec.value(ProcessOptions.RELOAD_ON_RSS).orElse(null),
        spec.value(ProcessOptions.RELOAD_ON_AS).orElse(null),
        spec.require(ProcessOptions.MERCY),
        spec.require(ProcessOptions.PATIENCE));
  }

  /** What is wrong with users, groups and combinations. */
  static List<Fault> faults(VassalSpec spec, Accounts accounts, boolean root) {
    List<Fault> faults = new ArrayList<>();
    if (spec.has(ProcessOptions.PROCESSES) && spec.has(ProcessOptions.WORKERS)) {
      faults.add(
          Fault.of(
              spec.place(ProcessOptions.WORKERS),
              "workers",
              "means the same as processes, which is given too"));
    }
    account(faults, spec, ProcessOptions.UID, accounts::user, "user");
    account(faults, spec, ProcessOptions.GID, accounts::group, "group");
    spec.values(ProcessOptions.ADD_GID).stream()
        .filter(given -> accounts.group(given).isEmpty())
        .forEach(
            given ->
                faults.add(
                    fault(
                        spec,
                        ProcessOptions.ADD_GID,
                        given,
                        "the name or number of a group of this host")));
    if (spec.has(ProcessOptions.ADD_GID)
        && !spec.has(ProcessOptions.UID)
        && !spec.has(ProcessOptions.GID)) {
      faults.add(
          Fault.of(spec.place(ProcessOptions.ADD_GID), "add-gid", "needs gid or uid as well"));
    }
    for (Option<String> option : List.of(ProcessOptions.UID, ProcessOptions.GID)) {
      if (spec.has(option) && !root) {
        faults.add(
            Fault.of(spec.place(option), option.name(), "needs an emperor that runs as root"));
      }
    }
    spec.value(ProcessOptions.UMASK)
        .filter(mask -> !mask.matches("0?[0-7]{1,3}"))
        .ifPresent(
            mask -> faults.add(fault(spec, ProcessOptions.UMASK, mask, "octal digits: 022")));
    return faults;
  }

  private interface Lookup {
    Optional<?> find(String given);
  }

  private static void account(
      List<Fault> faults, VassalSpec spec, Option<String> option, Lookup lookup, String what) {
    spec.value(option)
        .filter(given -> lookup.find(given).isEmpty())
        .ifPresent(
            given ->
                faults.add(
                    fault(
                        spec, option, given, "the name or number of a " + what + " of this host")));
  }

  private static Fault fault(VassalSpec spec, Option<?> option, String value, String expectation) {
    return new Fault(spec.place(option), option.name(), value, expectation, null);
  }

  /** A path of the specification, absolute. */
  static Path resolve(VassalSpec spec, Path path) {
    Path base = spec.file().toAbsolutePath().getParent();
    return (base == null ? path.toAbsolutePath() : base.resolve(path)).normalize();
  }
}
