package io.trajan.config.codec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the faults of one file up to a limit. For one thread. */
final class FaultList {
  private final String file;
  private final int limit;
  private final List<Fault> faults = new ArrayList<>();
  private int unsaid;

  FaultList(String file, int limit) {
    this.file = file;
    this.limit = limit;
  }

  Place place(int line) {
    return new Place(file, line);
  }

  void add(Fault fault) {
    if (faults.size() < limit) {
      faults.add(fault);
    } else {
      unsaid++;
    }
  }

  void add(int line, String key, String sentence) {
    add(Fault.of(place(line), key, sentence));
  }

  List<Fault> sorted() {
    faults.sort(Comparator.comparingInt(fault -> fault.place().line()));
    if (unsaid > 0) {
      faults.add(Fault.of(place(0), "", "there are " + unsaid + " more faults"));
      unsaid = 0;
    }
    return faults;
  }
}
