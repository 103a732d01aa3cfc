package io.trajan.vassal.emperor.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.vassal.VassalState;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class LifeTest {
  /**
   * Every cell: the state afterwards and the effects, {@code .} for the same state and nothing to
   * do, {@code never} for what cannot happen.
   */
  private static final String TABLE =
      """
      REFUSED   CHANGED    STARTING forgive launch
      REFUSED   INCOMPLETE STARTING forgive launch
      REFUSED   WHOLE      never
      REFUSED   FAULTY     .
      REFUSED   MISSING    WAITING
      REFUSED   REMOVED    STOPPING retire
      REFUSED   LOST       never
      REFUSED   ABANDONED  WAITING
      REFUSED   CUT        never
      REFUSED   UP         never
      REFUSED   DOWN       never
      REFUSED   DIED       never
      REFUSED   RETIRED    never
      REFUSED   RETRY_DUE  never
      REFUSED   START      .
      REFUSED   STOP       STOPPING hold retire
      REFUSED   RELOAD     .
      WAITING   CHANGED    STARTING forgive launch
      WAITING   INCOMPLETE STARTING forgive launch
      WAITING   WHOLE      READY forgive
      WAITING   FAULTY     REFUSED
      WAITING   MISSING    .
      WAITING   REMOVED    STOPPING retire
      WAITING   LOST       .
      WAITING   ABANDONED  .
      WAITING   CUT        never
      WAITING   UP         never
      WAITING   DOWN       never
      WAITING   DIED       .
      WAITING   RETIRED    never
      WAITING   RETRY_DUE  never
      WAITING   START      .
      WAITING   STOP       STOPPING hold retire
      WAITING   RELOAD     .
      STARTING  CHANGED    STARTING launch
      STARTING  INCOMPLETE STARTING launch
      STARTING  WHOLE      READY forgive
      STARTING  FAULTY     REFUSED
      STARTING  MISSING    WAITING rest
      STARTING  REMOVED    STOPPING undo retire
      STARTING  LOST       .
      STARTING  ABANDONED  WAITING rest
      STARTING  CUT        STARTING undo
      STARTING  UP         READY promote
      STARTING  DOWN       FAILED salvage schedule
      STARTING  DIED       .
      STARTING  RETIRED    never
      STARTING  RETRY_DUE  never
      STARTING  START      .
      STARTING  STOP       STOPPING undo hold retire
      STARTING  RELOAD     .
      READY     CHANGED    RELOADING launch
      READY     INCOMPLETE STARTING launch
      READY     WHOLE      .
      READY     FAULTY     never
      READY     MISSING    never
      READY     REMOVED    STOPPING retire
      READY     LOST       .
      READY     ABANDONED  WAITING rest
      READY     CUT        never
      READY     UP         never
      READY     DOWN       never
      READY     DIED       FAILED schedule
      READY     RETIRED    never
      READY     RETRY_DUE  never
      READY     START      .
      READY     STOP       STOPPING hold retire
      READY     RELOAD     RELOADING launch_anew
      RELOADING CHANGED    never
      RELOADING INCOMPLETE never
      RELOADING WHOLE      never
      RELOADING FAULTY     never
      RELOADING MISSING    never
      RELOADING REMOVED    STOPPING undo retire
      RELOADING LOST       STARTING
      RELOADING ABANDONED  never
      RELOADING CUT        READY undo
      RELOADING UP         READY promote
      RELOADING DOWN       READY undo
      RELOADING DIED       STARTING
      RELOADING RETIRED    never
      RELOADING RETRY_DUE  never
      RELOADING START      .
      RELOADING STOP       STOPPING undo hold retire
      RELOADING RELOAD     .
      FAILED    CHANGED    STARTING forgive launch
      FAILED    INCOMPLETE never
      FAILED    WHOLE      never
      FAILED    FAULTY     REFUSED
      FAILED    MISSING    WAITING rest
      FAILED    REMOVED    STOPPING retire
      FAILED    LOST       .
      FAILED    ABANDONED  WAITING rest
      FAILED    CUT        never
      FAILED    UP         never
      FAILED    DOWN       never
      FAILED    DIED       .
      FAILED    RETIRED    never
      FAILED    RETRY_DUE  STARTING launch
      FAILED    START      STARTING forgive launch
      FAILED    STOP       STOPPING hold retire
      FAILED    RELOAD     STARTING forgive launch_anew
      STOPPING  CHANGED    STARTING release forgive launch
      STOPPING  INCOMPLETE never
      STOPPING  WHOLE      never
      STOPPING  FAULTY     never
      STOPPING  MISSING    never
      STOPPING  REMOVED    .
      STOPPING  LOST       never
      STOPPING  ABANDONED  never
      STOPPING  CUT        never
      STOPPING  UP         never
      STOPPING  DOWN       never
      STOPPING  DIED       .
      STOPPING  RETIRED    STOPPED bury
      STOPPING  RETRY_DUE  never
      STOPPING  START      STARTING release forgive launch
      STOPPING  STOP       STOPPING hold
      STOPPING  RELOAD     .
      STOPPED   CHANGED    STARTING release forgive launch
      STOPPED   INCOMPLETE never
      STOPPED   WHOLE      never
      STOPPED   FAULTY     REFUSED release
      STOPPED   MISSING    WAITING release
      STOPPED   REMOVED    STOPPING release retire
      STOPPED   LOST       never
      STOPPED   ABANDONED  never
      STOPPED   CUT        never
      STOPPED   UP         never
      STOPPED   DOWN       never
      STOPPED   DIED       never
      STOPPED   RETIRED    never
      STOPPED   RETRY_DUE  never
      STOPPED   START      STARTING release forgive launch
      STOPPED   STOP       .
      STOPPED   RELOAD     .
      """;

  private static Map<String, String> cells() {
    Map<String, String> cells = new TreeMap<>();
    for (String line : TABLE.lines().toList()) {
      String[] words = line.split(" +", 3);
      cells.put(words[0] + " " + words[1], words[2]);
    }
    return cells;
  }

  private static String text(VassalState before, Step step) {
    if (!step.expected()) {
      return "never";
    }
    if (step.state() == before && step.effects().isEmpty()) {
      return ".";
    }
    StringBuilder text = new StringBuilder(step.state().name());
    step.effects().forEach(e -> text.append(' ').append(e.name().toLowerCase(Locale.ROOT)));
    return text.toString();
  }

  @Test
  void everyCellOfTheTableIsDecided() {
    Map<String, String> actual = new TreeMap<>();
    for (VassalState state : VassalState.values()) {
      for (VassalEvent event : VassalEvent.values()) {
        actual.put(state + " " + event, text(state, Life.next(state, event)));
      }
    }
    assertThat(actual).isEqualTo(cells());
  }

  @Test
  void whatCannotHappenChangesNothing() {
    for (VassalState state : VassalState.values()) {
      for (VassalEvent event : VassalEvent.values()) {
        Step step = Life.next(state, event);
        if (!step.expected()) {
          assertThat(step.state()).isEqualTo(state);
          assertThat(step.effects()).isEmpty();
        }
      }
    }
  }

  @Test
  void everyStateCanBeReachedAndLeft() {
    Set<VassalState> reached = EnumSet.of(VassalState.WAITING);
    Queue<VassalState> open = new ArrayDeque<>(reached);
    while (!open.isEmpty()) {
      VassalState state = open.remove();
      List<VassalState> next =
          Arrays.stream(VassalEvent.values())
              .map(event -> Life.next(state, event).state())
              .toList();
      assertThat(next).as("%s is left", state).anyMatch(after -> after != state);
      next.stream().filter(reached::add).forEach(open::add);
    }
    assertThat(reached).containsExactlyInAnyOrder(VassalState.values());
  }

  @Test
  void aStopIsNeverIgnoredAndAlwaysHoldsWhatWasNotStopped() {
    for (VassalState state : VassalState.values()) {
      Step step = Life.next(state, VassalEvent.STOP);
      assertThat(step.state()).isIn(VassalState.STOPPING, VassalState.STOPPED);
      assertThat(step.effects().contains(Effect.HOLD)).isEqualTo(state != VassalState.STOPPED);
    }
  }
}
