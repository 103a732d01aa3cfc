package io.trajan.vassal.emperor.command;

import io.trajan.vassal.VassalInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** Everything of a vassal that fits one screen. */
final class Details {
  private Details() {}

  static Map<String, Object> of(VassalInfo info) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("vassal", info.name());
    details.put("state", info.state());
    details.put("reason", info.reason());
    details.put("generation", info.generation());
    details.put("since", info.since());
    details.put("file", info.file());
    details.putAll(info.facts());
    return details;
  }
}
