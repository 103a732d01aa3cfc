package io.trajan.itests.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate of localhost, made by the JDK's keytool. */
final class Certificate {
  private static final String ALIAS = "it";
  private static final String PASSWORD = "password";

  private final KeyStore store;

  private Certificate(KeyStore store) {
    this.store = store;
  }

  /** Makes one. */
  static Certificate make() throws IOException, InterruptedException, GeneralSecurityException {
    Path directory = Files.createTempDirectory("trajan-certificate");
    Path file = directory.resolve("store");
    try {
      keytool(file);
      return new Certificate(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(directory);
    }
  }

  private static void keytool(Path file) throws IOException, InterruptedException {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String options =
        "-genkeypair -keyalg EC -groupname secp256r1 -dname CN=localhost -storetype PKCS12"
            + (" -ext SAN=DNS:localhost,IP:127.0.0.1 -storepass " + PASSWORD)
            + (" -alias " + ALIAS + " -keystore " + file);
    List<String> command = new java.util.ArrayList<>(List.of(keytool));
    command.addAll(List.of(options.split(" ", -1)));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("keytool failed: " + said);
    }
  }

  /** The certificate as a PEM file has it. */
  String certificate() throws GeneralSecurityException {
    return pem("CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
  }

  /** The private key as a PEM file has it. */
  String key() throws GeneralSecurityException {
    return pem("PRIVATE KEY", store.getKey(ALIAS, PASSWORD.toCharArray()).getEncoded());
  }

  private static String pem(String what, byte[] der) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(what, text, what);
  }

  /** What a client uses that trusts this certificate and no other. */
  SSLContext trusting() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, store.getCertificate(ALIAS));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
