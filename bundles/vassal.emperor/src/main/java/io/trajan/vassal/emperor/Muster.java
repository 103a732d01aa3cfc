package io.trajan.vassal.emperor;

import io.trajan.boot.Gate;
import io.trajan.vassal.VassalInfo;
import io.trajan.vassal.VassalState;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts the vassals for the READY line: it waits for those that are starting, not for those that
 * wait, have failed or were refused. Confined to the emperor's thread.
 */
final class Muster implements AutoCloseable {
  private final VassalBook book;
  private final Gate gate;

  Muster(VassalBook book, Gate gate) {
    this.book = book;
    this.gate = gate;
  }

  /** Reports how things stand now. */
  void report() {
    List<VassalInfo> all = book.quick();
    long serving = all.stream().filter(each -> serves(each.state())).count();
    boolean settled = all.stream().noneMatch(each -> each.state() == VassalState.STARTING);
    List<String> words = new ArrayList<>();
    words.add("vassals=" + serving + "/" + all.size());
    gate.report(settled, words.toArray(String[]::new));
  }

  /** Waits no more. */
  @Override
  public void close() {
    gate.close();
  }

  private static boolean serves(VassalState state) {
    return state == VassalState.READY || state == VassalState.RELOADING;
  }
}
