package io.trajan.itests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.Census;
import io.trajan.itests.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Bundles are updated over and over while clients load the application, with changes of
 * configuration and reloads of the vassal in between. The number of updates of each bundle is
 * {@code -Dtrajan.chaos.updates} (default 100).
 */
class UpdatesUnderLoadTest {
  private static final int UPDATES = Integer.getInteger("trajan.chaos.updates", 100);
  private static final List<String> EACH_TURN =
      List.of(
          System.getProperty(
                  "trajan.chaos.bundles",
                  "http.server,request.dispatch,vassal.emperor,rack.adapter")
              .split(","));
  private static final List<String> NOW_AND_THEN =
      List.of("config.files", "foreign.jnr", "deploy", "files.server", "shell");

  @Test
  void updatesConfigurationFlipsAndReloadsUnderLoadLoseNothingAndLeaveNothingBehind()
      throws Exception {
    int port = Product.freePort();
    try (Product product = Product.upWith("chaos", "vassals/chaos.cfg", vassal(port, 6))) {
      Path app = product.home().resolve("apps/chaos");
      try (Load load = new Load(port, 42).start(4, 1, 2)) {
        turns(product, load, port, UPDATES / 10);
        Census before = Census.of(product.pid());
        turns(product, load, port, UPDATES - UPDATES / 10);
        load.close();
        assertNothingWasLost(load, app);
        Census after = Census.of(product.pid());
        System.out.println(UPDATES + " updates of each: before " + before + ", after " + after);
        assertNothingGrew(before, after);
      }
    }
  }

  private static String vassal(int port, int threads) {
    return "http-socket = 127.0.0.1:"
        + port
        + "\nrack = ../apps/chaos/config.ru\nthreads = "
        + threads
        + "\n";
  }

  private static void turns(Product product, Load load, int port, int turns) throws Exception {
    for (int turn = 0; turn < turns && load.troubles().isEmpty(); turn++) {
      for (String bundle : EACH_TURN) {
        product.shell("update", "trajan." + bundle);
      }
      if (turn % 10 == 3) {
        product.shell("update", "trajan." + NOW_AND_THEN.get(turn / 10 % NOW_AND_THEN.size()));
      }
      if (turn % 10 == 5) {
        Product.write(
            product.home().resolve("etc/io.trajan.dispatch.cfg"),
            "capacity = " + (1000 + turn) + "\n");
      }
      if (turn % 10 == 7) {
        Product.write(product.home().resolve("vassals/chaos.cfg"), vassal(port, 6 + turn % 3));
      }
      if (turn % 10 == 9) {
        product.shell("vassal:reload", "chaos");
      }
    }
  }

  private static void assertNothingWasLost(Load load, Path app) throws IOException {
    assertThat(load.troubles()).isEmpty();
    Map<String, Integer> begun = new HashMap<>();
    Files.readAllLines(app.resolve("seen.log")).forEach(id -> begun.merge(id, 1, Integer::sum));
    Set<String> twice = new TreeSet<>();
    begun.forEach(
        (id, times) -> {
          if (times > 1) {
            twice.add(id + " x" + times);
          }
        });
    assertThat(twice).as("requests that the application saw more than once").isEmpty();
    assertThat(begun.keySet()).isEqualTo(load.answered());
  }

  private static void assertNothingGrew(Census before, Census after) {
    assertThat(after.threads())
        .as("threads, before %s", before)
        .isLessThanOrEqualTo(before.threads() + 8);
    assertThat(after.descriptors())
        .as("descriptors, before %s", before)
        .isLessThanOrEqualTo(before.descriptors() + 16);
    assertThat(after.loaders())
        .as("class loaders, before %s", before)
        .isLessThanOrEqualTo(before.loaders() + before.loaders() / 5);
    assertThat(after.metaspaceKiB())
        .as("metaspace, before %s", before)
        .isLessThanOrEqualTo(before.metaspaceKiB() * 5 / 4);
  }
}
