package io.trajan.rack.adapter.ruby;

import java.util.Map;

/**
 * JRuby's settings that hold for all runtimes, since JRuby reads them once from the system
 * properties; what the operator has set holds.
 */
final class Tuning {
  private static final Map<String, String> SETTINGS = Map.of("jruby.management.enabled", "false");

  private Tuning() {}

  static void apply() {
    SETTINGS.forEach(
        (key, value) -> {
          if (System.getProperty(key) == null) {
            System.setProperty(key, value);
          }
        });
  }
}
