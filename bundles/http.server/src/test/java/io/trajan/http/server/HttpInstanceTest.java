package io.trajan.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.testkit.FakeSpec;
import io.trajan.vassal.Instance;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people are told of the listeners of a vassal. */
class HttpInstanceTest {
  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(directory, Map.of(), null).handle(TestServer::hello);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void changed(String file, long seconds) throws Exception {
    Files.setLastModifiedTime(
        directory.resolve(file), FileTime.fromMillis(System.currentTimeMillis() + seconds * 1000));
    server.engine().launcher().reloadCertificates();
  }

  private Certificates write(String organisation) throws Exception {
    return Certificates.of(organisation)
        .write(directory.resolve("c.pem"), directory.resolve("k.pem"));
  }

  @Test
  void certificatesThatCannotBeReadAnyMoreAreAWarningUntilTheyCan() throws Exception {
    write("one");
    FakeSpec spec =
        server
            .spec("test")
            .with(HttpOptions.HTTPS_SOCKET, "127.0.0.1:0,c.pem,k.pem")
            .with(HttpOptions.HTTPS_SOCKET, "[::1]:0,c.pem,k.pem");
    Instance instance = server.launch(spec, 1);
    assertThat(instance.facts()).doesNotContainKey(Instance.WARNING).containsValue("https");
    Files.writeString(directory.resolve("c.pem"), "damaged");
    changed("c.pem", 5);
    assertThat(instance.facts().get(Instance.WARNING))
        .asString()
        .as("one sentence for both sockets, with the file and what happens")
        .startsWith("the certificates read before stay in use: ")
        .containsOnlyOnce(directory.resolve("c.pem").toString());
    write("two");
    changed("c.pem", 10);
    assertThat(instance.facts()).doesNotContainKey(Instance.WARNING);
  }

  @Test
  void eachTroubleIsTold() throws Exception {
    write("one");
    Files.copy(directory.resolve("c.pem"), directory.resolve("other.pem"));
    FakeSpec spec =
        server
            .spec("test")
            .with(HttpOptions.HTTPS_SOCKET, "127.0.0.1:0,c.pem,k.pem")
            .with(HttpOptions.HTTPS_SOCKET, "[::1]:0,other.pem,k.pem");
    Instance instance = server.launch(spec, 1);
    Files.writeString(directory.resolve("c.pem"), "damaged");
    Files.delete(directory.resolve("other.pem"));
    changed("c.pem", 5);
    assertThat(instance.facts().get(Instance.WARNING))
        .asString()
        .contains("c.pem: no", "other.pem does not exist", "; ");
  }

  @Test
  void plainListenersHaveNothingToWarnOf() throws Exception {
    assertThat(server.listen().facts()).doesNotContainKey(Instance.WARNING).containsValue("http");
  }
}
