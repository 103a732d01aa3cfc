package io.trajan.vassal.emperor;

import io.trajan.config.codec.Fault;
import io.trajan.vassal.Journey;
import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.VassalSpec;
import io.trajan.vassal.VassalState;
import io.trajan.vassal.emperor.file.Document;
import io.trajan.vassal.emperor.file.Verdict;
import io.trajan.vassal.emperor.life.VassalEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Everything the emperor remembers of one vassal. Confined to the emperor's thread. */
final class Vassal {
  final String name;

  VassalState state = VassalState.WAITING;
  Instant since;

  /** Its file; null when it is gone. */
  @Nullable Document document;

  /** When its file was written last. */
  Instant written = Instant.MAX;

  /** What its file asks for; as it was when the file is gone. */
  Verdict verdict = new Verdict(null, List.of());

  /** The specification that was in force last. */
  @Nullable VassalSpec proven;

  /** What serves, perhaps without some of its parts. */
  @Nullable Generation current;

  /** What is being started. */
  @Nullable Generation next;

  /** The steps of the generation that was undone last. */
  @Nullable Journey undone;

  /** What is on its way out. */
  final List<Retirement> retiring = new ArrayList<>();

  /** The latest generation's number. */
  long number;

  /** The digest of a reload that failed; not tried again until the file changes or on order. */
  @Nullable String refusedDigest;

  /** The digest that failed while nothing else serves; tried again after a delay. */
  @Nullable String failedDigest;

  /** Why the last start or reload failed, or why it died. */
  @Nullable Trouble trouble;

  int failures;
  @Nullable Instant retryAt;
  @Nullable Instant readySince;

  /** Which digest the launchers have faults with, and those. */
  @Nullable String checkedDigest;

  List<Fault> checked = List.of();

  /** When they are asked again. */
  Instant checkAgain = Instant.MAX;

  /** What is missing, as it was last looked at, for people. */
  String missing = "";

  /** The file's digest when it was stopped by hand; null when it was not. */
  @Nullable String held;

  /** An order by hand that waits to be obeyed. */
  @Nullable VassalEvent order;

  /** Who waits for the order's outcome. */
  final List<CompletableFuture<VassalInfo>> waiters = new ArrayList<>();

  /** When it has to be looked at again though nothing happens. */
  @Nullable Instant due;

  /** Its last line in the log. */
  String said = "";

  Vassal(String name, Instant since) {
    this.name = name;
    this.since = since;
  }

  /**
   * What it is to become: what its file asks for, unless that is faulty or was just refused; then
   * what was in force last.
   */
  @Nullable VassalSpec target() {
    VassalSpec asked = verdict.spec();
    VassalSpec good = proven == null && current != null ? current.spec() : proven;
    boolean refused = asked != null && asked.digest().equals(refusedDigest);
    return asked == null || (refused && good != null) ? good : asked;
  }

  /** Has it looked at no later than {@code when}. */
  void dueBy(@Nullable Instant when) {
    if (when != null && (due == null || when.isBefore(due))) {
      due = when;
    }
  }
}
