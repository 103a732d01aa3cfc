package io.trajan.config.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VassalPlaceholdersTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("HOME", "/root", "PORT_app.one", "81", "TRICK", "%n$(HOME)", "EMPTY", "");
  private final VassalPlaceholders placeholders =
      new VassalPlaceholders(
          Path.of("/etc/vassals/app.one.ini"),
          "host1",
          "1.9",
          ENVIRONMENT::get,
          Map.of("base", "/srv")::get);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "%p|/etc/vassals/app.one.ini",
        "%dsock|/etc/vassals/sock",
        "%n|app.one",
        "%s|app.one.ini",
        "%e|ini",
        "%c|vassals",
        "%v|/etc/vassals",
        "%h|host1",
        "%V|1.9",
        "100%%|100%",
        "%%n|%n",
        "100%|100%",
        "$(HOME)/x|/root/x",
        "$(PORT_%n)|81",
        "$(TRICK)|%n$(HOME)",
        "a$(EMPTY)b|ab",
        "%(base)/%n|/srv/app.one",
        "%(addr) - %(method)|%(addr) - %(method)",
        "%(open|%(open",
        "$HOME $ ( )|$HOME $ ( )",
        "^/x$|^/x$",
      })
  void placeholdersMeanWhatTheyMeanInUwsgi(String text, String expected) throws BadValueException {
    assertThat(placeholders.expand(text)).isEqualTo(expected);
  }

  @Test
  void aFileWithoutExtensionOrInTheRootHasItsNames() throws BadValueException {
    VassalPlaceholders bare =
        new VassalPlaceholders(Path.of("/app"), "h", "1", name -> null, name -> null);
    assertThat(bare.expand("%n|%e|%d|%v|%c")).isEqualTo("app||/|/|");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%z", "a % b", "$(NONE)", "$(HOME", "$(%z)", "%Y-%m"})
  void whatUwsgiDropsInSilenceIsRefused(String text) {
    assertThatThrownBy(() -> placeholders.expand(text)).isInstanceOf(BadValueException.class);
  }

  @Test
  void theResultIsBounded() {
    VassalPlaceholders bomb =
        new VassalPlaceholders(Path.of("/a"), "h", "1", name -> "x".repeat(1000), name -> null);
    assertThatThrownBy(() -> bomb.expand("$(A)".repeat(100))).hasMessageContaining("65536");
  }
}
