package io.trajan.config.files;

import io.trajan.config.codec.Fault;
import io.trajan.config.files.Judgement.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of the directory and what became of it. Immutable.
 *
 * @param file its name
 * @param name what the name says, null when it says nothing
 * @param stamp its state when it was read
 * @param judgement what was decided
 * @param inForce whether a configuration of it is in force, this one or the last good one
 * @param known whether all was known that there is to know: a definition and the component's own
 *     check
 */
record FileState(
    String file,
    @Nullable FileName name,
    @Nullable Stamp stamp,
    Judgement judgement,
    boolean inForce,
    boolean known) {
  /** Its faults, none when it is sound. */
  List<Fault> faults() {
    return judgement instanceof Refused refused ? refused.faults() : List.of();
  }

  boolean hasPid(String pid) {
    return name != null && name.pid().equals(pid);
  }
}
