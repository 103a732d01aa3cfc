package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.HttpSession;
import io.trajan.itests.Product;
import io.trajan.itests.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** uWSGI's {@code .ini} files in {@code vassals/}. */
class IniVassalsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static Product product;
  private static int port;

  @BeforeAll
  static void up() throws Exception {
    port = Product.freePort();
    product =
        Product.upWith(
            "env",
            "common/rack.ini",
            "[uwsgi]\nplugins = rack\nrack = %(apps)/%N/config.ru\nthreads = 2\n",
            "vassals/env.ini",
            """
            ; as uWSGI has it
            [uwsgi]
            master = true
            apps = ../apps
            host = 127.0.0.1
            ini = ../common/rack.ini
            for = PORT
            http-socket = %(host):%(_)
            endfor =
            threads = 3
            """
                .replace("PORT", Integer.toString(port)),
            "www/a/page.txt",
            "from a\n",
            "www/b/page.txt",
            "from b\n");
  }

  @AfterAll
  static void down() throws Exception {
    product.close();
  }

  @Test
  void aRackVassalServesAndSaysHowMuchOfItsFileWasUnderstood() throws Exception {
    assertThat(product.ready()).contains("vassals=1/1");
    try (HttpSession session = new HttpSession(port)) {
      assertThat(session.get("/x?y=z").text()).contains("PATH_INFO=/x\n", "QUERY_STRING=y=z\n");
    }
    assertThat(product.shell("ini:coverage", "env"))
        .contains("http-socket", "mapped", "placeholder", "ignored", "overridden", "rack.ini:4");
    assertThat(log())
        .contains(
            "env.ini: 3 options mapped; 1 overridden; 2 ignored: master (the emperor watches over every vassal),"
                + " plugins (what uWSGI's plugins bring, bundles bring); 2 placeholders")
        .doesNotContain("is left alone");
  }

  @Test
  void aChangedFileReloadsAndABrokenOneLeavesTheOldServing() throws Exception {
    int own = Product.freePort();
    vassal("static", "http-socket = :" + own + "\nstatic-map = /=../www/a\n");
    Wait.until("serving", SOON, () -> page(own).equals("from a\n"));
    vassal("static", "root = b\nhttp-socket = :" + own + "\nstatic-map = /=../www/%(root)\n");
    Wait.until("the new root", SOON, () -> page(own).equals("from b\n"));
    vassal("static", "if-env = PATH\nstatic-mop = /=../www/a\n");
    Wait.until(
        "the refusal", SOON, () -> product.shell("vassal:why", "static").contains("static.ini:2"));
    assertThat(product.shell("vassal:why", "static")).contains("is never closed");
    assertThat(page(own)).isEqualTo("from b\n");
  }

  @Test
  void aFileIsLookedAtBeforeItIsAVassal() throws Exception {
    Path file = product.home().resolve("other.ini");
    Files.writeString(file, "[uwsgi]\nhttp-sockte = :1\nworkers = 2\nmaster\n");
    assertThat(product.shell("ini:coverage", file.toString()))
        .contains("http-sockte", "unclaimed", "processes", "other.ini:4");
    var refused = product.tryShell("ini:coverage", "nobody");
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).contains("nobody is neither a vassal nor a file");
  }

  @Test
  void everyOptionThatIsClaimedIsKnownAsOneAndNoneIsIgnored() throws Exception {
    StringBuilder text = new StringBuilder("[uwsgi]\n");
    for (String row : product.shell("vassal:options").lines().skip(1).toList()) {
      String option = row.split(" ")[0];
      text.append(option).append(" = v\nset-ph = use-").append(option);
      text.append("=%(").append(option).append(")\n");
    }
    Path file = Files.writeString(product.home().resolve("all.ini"), text);
    assertThat(product.shell("ini:coverage", file.toString()))
        .containsPattern("(?m)^http-socket +mapped")
        .doesNotContainPattern("(?m)^(?!use-)\\S+ +(placeholder|ignored|unclaimed|refused)");
  }

  private static void vassal(String name, String lines) throws IOException {
    Product.write(product.home().resolve("vassals/" + name + ".ini"), "[uwsgi]\n" + lines);
  }

  private static String log() throws IOException {
    StringBuilder log = new StringBuilder(product.errors());
    try (var files = Files.list(product.home().resolve("log"))) {
      for (Path each : files.toList()) {
        log.append(Files.readString(each));
      }
    }
    return log.toString();
  }

  private static String page(int at) {
    try (HttpSession session = new HttpSession(at)) {
      return session.get("/page.txt").text();
    } catch (IOException e) {
      return "";
    }
  }
}
