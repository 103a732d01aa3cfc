package io.trajan.itests.linux;

import io.trajan.itests.Product;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** An application of {@code itests/apps} in a product of its own, reached in every way there is. */
final class RackApplication implements AutoCloseable {
  private final Product product;
  private final int port;
  private final Map<Way, Browser> browsers = new EnumMap<>(Way.class);

  /** How a client gets there. */
  enum Way {
    PLAIN("http", Version.HTTP_1_1),
    TLS("https", Version.HTTP_1_1),
    HTTP2("https", Version.HTTP_2);

    final String scheme;
    final Version version;

    Way(String scheme, Version version) {
      this.scheme = scheme;
      this.version = version;
    }
  }

  /** Which Ruby answers. */
  enum Engine {
    EMBEDDED("rack-engine = embedded"),
    PROCESS("rack-engine = process\nprocesses = 1\nthreads = 5"),
    PROCESSES("processes = 2");

    final String options;

    Engine(String options) {
      this.options = options;
    }
  }

  private RackApplication(Product product, int port, int secure, Certificate certificate)
      throws Exception {
    this.product = product;
    this.port = port;
    for (Way way : Way.values()) {
      String origin = way.scheme + "://localhost:" + (way == Way.PLAIN ? port : secure);
      browsers.put(way, new Browser(origin, way.version, certificate.trusting()));
    }
  }

  /** Starts a product with this application on JRuby as its only vassal. */
  static RackApplication up(String name) throws Exception {
    return up(name, Engine.EMBEDDED);
  }

  /** Starts a product with this application as its only vassal. */
  static RackApplication up(String name, Engine engine) throws Exception {
    if (engine != Engine.EMBEDDED) {
      Gems.assumeRuby();
    }
    Certificate certificate = Certificate.make();
    int port = Product.freePort();
    int secure = Product.freePort();
    Product product =
        Product.upWith(
            name,
            "tls/certificate.pem",
            certificate.certificate(),
            "tls/key.pem",
            certificate.key(),
            "vassals/" + name + ".cfg",
            vassal(name, engine, port, secure));
    return new RackApplication(product, port, secure, certificate);
  }

  private static String vassal(String name, Engine engine, int port, int secure) {
    return """
    http-socket = [ "127.0.0.1:%d", "../app.sock" ]
    https-socket = 127.0.0.1:%d,../tls/certificate.pem,../tls/key.pem
    rack = ../apps/%s/config.ru
    %s
    """
        .formatted(port, secure, name, engine.options);
  }

  Product product() {
    return product;
  }

  /** The port of plain HTTP. */
  int port() {
    return port;
  }

  /** The Unix socket of plain HTTP. */
  Path socket() {
    return product.home().resolve("app.sock");
  }

  /** A client. */
  Browser by(Way way) {
    return java.util.Objects.requireNonNull(browsers.get(way));
  }

  @Override
  public void close() throws Exception {
    browsers.values().forEach(Browser::close);
    product.close();
  }
}
