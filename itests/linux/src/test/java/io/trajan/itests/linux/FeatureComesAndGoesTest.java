package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.HttpSession;
import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A technology is pulled out and put back while the emperor serves. */
class FeatureComesAndGoesTest {
  private static final String APP =
      "run(lambda { |env| [200, {'content-type' => 'text/plain'}, ['ruby']] })\n";

  @Test
  void vassalsOfAnUninstalledFeatureWaitWithTheReasonAndServeAgainWhenItReturns() throws Exception {
    int ruby = Product.freePort();
    int files = Product.freePort();
    try (Product product =
            Product.up(
                "apps/tiny/config.ru", APP,
                "vassals/ruby.cfg",
                    "http-socket = 127.0.0.1:" + ruby + "\nrack = ../apps/tiny/config.ru\n",
                "vassals/files.cfg",
                    "http-socket = 127.0.0.1:" + files + "\nstatic-map = /=../apps/tiny\n");
        HttpSession toRuby = new HttpSession(ruby);
        HttpSession toFiles = new HttpSession(files)) {
      assertThat(toRuby.get("/").text()).isEqualTo("ruby");
      product.shell("feature:uninstall", "rack");
      HttpSession.Answer waiting = toRuby.get("/");
      assertThat(waiting.status()).isEqualTo(503);
      assertThat(waiting.fields()).containsKey("retry-after");
      assertThat(product.shell("vassal:why", "ruby"))
          .contains("rack")
          .contains("feature:install rack");
      assertThat(product.shell("vassal:list")).containsIgnoringCase("waiting");
      assertThat(toFiles.get("/config.ru").text()).isEqualTo(APP);
      assertThat(toFiles.connections()).isEqualTo(1);
      product.shell("feature:install", "rack");
      Wait.until("serving again", Duration.ofSeconds(60), () -> toRuby.get("/").status() == 200);
      assertThat(toRuby.get("/").text()).isEqualTo("ruby");
      assertThat(toFiles.connections()).isEqualTo(1);
    }
  }
}
