package io.trajan.vassal.emperor.life;

import io.trajan.vassal.VassalState;
import java.util.List;

/**
 * One cell of the table.
 *
 * @param state the state afterwards
 * @param effects what is to be done, in order
 * @param expected false when this event cannot happen in that state, and is counted
 */
public record Step(VassalState state, List<Effect> effects, boolean expected) {
  static Step to(VassalState state, Effect... effects) {
    return new Step(state, List.of(effects), true);
  }

  static Step never(VassalState state) {
    return new Step(state, List.of(), false);
  }
}
