package io.trajan.vassal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RelayTest {
  private final AtomicInteger heard = new AtomicInteger();

  @Test
  void anyEndIsHeardOnce() {
    CompletableFuture<String> ends = new CompletableFuture<>();
    CompletableFuture<String> fails = new CompletableFuture<>();
    Relay.of(ends, heard::incrementAndGet);
    Relay.of(fails, heard::incrementAndGet);
    ends.complete("");
    fails.completeExceptionally(new IllegalStateException());
    assertThat(heard).hasValue(2);
    Relay.of(ends, heard::incrementAndGet);
    assertThat(heard).hasValue(3);
  }

  @Test
  void nothingIsHeardAfterClosing() {
    CompletableFuture<String> stage = new CompletableFuture<>();
    Relay relay = Relay.of(stage, heard::incrementAndGet);
    relay.close();
    relay.close();
    stage.complete("");
    assertThat(heard).hasValue(0);
  }
}
