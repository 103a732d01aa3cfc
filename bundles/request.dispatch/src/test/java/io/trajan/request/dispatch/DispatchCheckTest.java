package io.trajan.request.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import io.trajan.config.codec.TypedConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that the metatype lets through. */
class DispatchCheckTest {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "patience", DispatchSettings.PATIENCE,
          "access.log", DispatchSettings.ACCESS_LOG,
          "access.format", DispatchSettings.ACCESS_FORMAT,
          "access.slow", DispatchSettings.ACCESS_SLOW);

  private static List<Fault> check(String key, String value) {
    Map<String, Object> values = new java.util.HashMap<>(DEFAULTS);
    values.put(key, value);
    TypedConfig.Written written = new TypedConfig.Written(new Place("x.cfg", 7), value);
    return new DispatchCheck()
        .check(
            new TypedConfig(
                RequestDispatch.PID, new Place("x.cfg", 0), values, Map.of(key, written)));
  }

  private static DispatchConfig config(String key, String value) {
    Map<String, String> all = new java.util.HashMap<>(DEFAULTS);
    all.put(key, value);
    return new House.Config(
        all.getOrDefault("patience", ""),
        1,
        all.getOrDefault("access.log", ""),
        all.getOrDefault("access.format", ""),
        all.getOrDefault("access.slow", ""),
        1);
  }

  @Test
  void theDefaultsAreInOrder() {
    DEFAULTS.forEach((key, value) -> assertThat(check(key, value)).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      textBlock =
          """
          patience,      soon,     'a duration such as 30s or 1500ms, at most 10m'
          patience,      11m,      'a duration such as 30s or 1500ms, at most 10m'
          access.slow,   2h,       'a duration such as 30s or 1500ms, at most 1h'
          access.log,    truble,   'one of off, trouble, all (did you mean trouble?)'
          access.format, %(metod), '(did you mean method?)'
          """)
  void aTextThatTheSettingsRefuseIsRefusedWithItsPlaceBeforeItTakesEffect(
      String key, String value, String expectation) {
    assertThat(check(key, value))
        .map(Fault::toString)
        .singleElement()
        .asString()
        .startsWith("x.cfg:7: " + key + " = \"" + value + "\": expected ")
        .contains(expectation);
    assertThatThrownBy(() -> DispatchSettings.from(config(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(key);
  }

  @Test
  void everyFaultIsToldAtOnce() {
    TypedConfig config =
        new TypedConfig(
            RequestDispatch.PID,
            new Place("x.cfg", 0),
            Map.of("patience", "soon", "access.slow", "late"),
            Map.of());
    assertThat(
            new DispatchCheck().check(config).stream().map(Fault::key).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("patience", "access.slow");
  }
}
