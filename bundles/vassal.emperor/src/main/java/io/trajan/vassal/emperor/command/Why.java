package io.trajan.vassal.emperor.command;

import io.trajan.vassal.Journey;
import io.trajan.vassal.VassalInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Why a vassal is as it is, as rows in the order in which things happened. */
final class Why {
  private Why() {}

  /**
   * A thing that is so, or happened.
   *
   * @param what {@code state}, {@code fault} or {@code step}
   * @param status how it stands
   * @param took how long it took
   * @param words what and why
   */
  public record WhyRow(String what, String status, Duration took, String words) {}

  static List<WhyRow> of(VassalInfo info) {
    List<WhyRow> rows = new ArrayList<>();
    info.faults()
        .forEach(fault -> rows.add(new WhyRow("fault", "", Duration.ZERO, fault.toString())));
    info.journey().forEach(step -> rows.add(step(step)));
    String reason = info.reason().isEmpty() ? "nothing is wrong" : info.reason();
    rows.add(new WhyRow("state", VassalRow.word(info.state()), Duration.ZERO, reason));
    return rows;
  }

  private static WhyRow step(Journey.Step step) {
    String detail = step.detail().isEmpty() ? "" : ": " + step.detail();
    String status = step.status().name().toLowerCase(java.util.Locale.ROOT);
    return new WhyRow("step", status, step.took(), step.name() + detail);
  }
}
