package io.trajan.vassal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RelayTest {
  private final List<String> heard = new ArrayList<>();

  private Relay<String> listen(CompletableFuture<String> stage) {
    return Relay.of(stage, (value, failure) -> heard.add(value + " " + failure));
  }

  @Test
  void anyEndIsHeardOnceAndAnEarlierOneAtOnce() {
    CompletableFuture<String> ends = new CompletableFuture<>();
    CompletableFuture<String> fails = new CompletableFuture<>();
    listen(ends);
    listen(fails);
    ends.complete("done");
    fails.completeExceptionally(new IllegalStateException("no"));
    listen(ends);
    assertThat(heard)
        .containsExactly("done null", "null java.lang.IllegalStateException: no", "done null");
  }

  @Test
  void nothingIsHeardAfterClosing() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    Relay<String> relay = listen(stage);
    relay.close();
    relay.close();
    stage.complete("done");
    assertThat(heard).isEmpty();
  }
}
