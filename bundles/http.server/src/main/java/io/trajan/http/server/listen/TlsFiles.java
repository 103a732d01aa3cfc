package io.trajan.http.server.listen;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certificate and key from PEM files. {@link #reload} looks whether the files have changed; a
 * change concerns new connections, a bad one is told once and the old certificates stay. The
 * control thread reloads, any thread asks for the context.
 */
public final class TlsFiles implements TlsSource {
  private final Logger log;
  private final Path certificates;
  private final Path key;
  private volatile SslContext context;
  private volatile String warning = "";
  private String seen;

  /** Reads the files of a vassal. */
  public TlsFiles(String vassal, Path certificates, Path key) throws TlsException {
    this.log = LoggerFactory.getLogger("vassal." + vassal);
    this.certificates = certificates;
    this.key = key;
    this.seen = state();
    this.context = read();
  }

  @Override
  public SslContext context() {
    return context;
  }

  @Override
  public String warning() {
    return warning;
  }

  /** Reads the files again if they have changed. */
  public void reload() {
    String now = state();
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      context = read();
      warning = "";
      log.info("new certificates from {}", certificates);
    } catch (TlsException e) {
      warning = "the certificates read before stay in use: " + e.sentence();
      log.warn("{}", warning);
    }
  }

  private SslContext read() throws TlsException {
    X509Certificate[] chain = Pem.certificates(certificates);
    PrivateKey secret = Pem.key(key);
    Pem.checkPair(key, secret, chain[0].getPublicKey());
    try {
      return SslContextBuilder.forServer(secret, chain)
          .sslProvider(SslProvider.JDK)
          .protocols("TLSv1.3", "TLSv1.2")
          .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
          .applicationProtocolConfig(
              new ApplicationProtocolConfig(
                  Protocol.ALPN,
                  SelectorFailureBehavior.NO_ADVERTISE,
                  SelectedListenerFailureBehavior.ACCEPT,
                  ApplicationProtocolNames.HTTP_2,
                  ApplicationProtocolNames.HTTP_1_1))
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      throw new TlsException(certificates + " cannot be used: " + e.getMessage(), "");
    }
  }

  private String state() {
    return state(certificates) + " " + state(key);
  }

  private static String state(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return now.lastModifiedTime() + "/" + now.size() + "/" + now.fileKey();
    } catch (IOException e) {
      return "gone";
    }
  }
}
