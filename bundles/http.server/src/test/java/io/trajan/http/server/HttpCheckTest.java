package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.config.codec.Fault;
import io.trajan.config.codec.Place;
import io.trajan.config.codec.TypedConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Texts that the metatype lets through. */
class HttpCheckTest {
  private static List<Fault> check(String server) {
    return new HttpCheck()
        .check(
            new TypedConfig(
                HttpConfig.PID,
                new Place("x.cfg", 0),
                Map.of("server.header", server),
                Map.of("server.header", new TypedConfig.Written(new Place("x.cfg", 3), server))));
  }

  @Test
  void aServerFieldThatCouldNotBeSentIsRefusedBeforeItTakesEffect() {
    assertThat(check("Trajan 1.0 (felix)")).isEmpty();
    assertThat(check("")).isEmpty();
    assertThat(check("a\r\nX: b"))
        .map(Fault::toString)
        .containsExactly(
            "x.cfg:3: server.header = \"a\\r\\nX: b\": expected visible ASCII characters and spaces");
    assertThatThrownBy(() -> HttpSettings.from(TestServer.config(Map.of("server_header", "ü"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("server.header");
  }
}
