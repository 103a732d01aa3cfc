package io.trajan.vassal.ini;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import java.util.ArrayList;
import java.util.List;

/** Collects the faults of one reading up to a limit. For one thread. */
final class Faults {
  static final int AT_MOST = 100;

  private final List<Fault> faults = new ArrayList<>();
  private int unsaid;

  void add(Fault fault) {
    if (faults.size() < AT_MOST) {
      faults.add(fault);
    } else {
      unsaid++;
    }
  }

  void add(Place place, String key, String sentence) {
    add(Fault.of(place, key, sentence));
  }

  void add(Place place, String key, String shown, BadValueException refusal) {
    add(Fault.of(place, key, shown, refusal));
  }

  /** All of them, and how many there are beyond the limit. */
  List<Fault> all(String file) {
    List<Fault> all = new ArrayList<>(faults);
    if (unsaid > 0) {
      all.add(Fault.of(new Place(file, 0), "", "there are " + unsaid + " more faults"));
    }
    return all;
  }
}
