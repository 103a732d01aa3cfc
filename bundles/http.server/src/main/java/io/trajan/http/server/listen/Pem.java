package io.trajan.http.server.listen;

import io.trajan.request.LogText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads PEM files (RFC 7468) so that what is wrong with them can be said: which file, and what it
 * holds instead. Blocks for as long as reading takes.
 */
final class Pem {
  private static final int MAX_BYTES = 1 << 20;
  private static final String MUST_BE_PEM =
      "it must be PEM: -----BEGIN CERTIFICATE-----, the server's first, then its issuers";

  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");

  private Pem() {}

  /** The certificates of a file in order. */
  static X509Certificate[] certificates(Path file) throws TlsException {
    byte[] bytes = read(file, "certificate");
    try {
      Collection<?> all =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes));
      X509Certificate[] chain = all.toArray(new X509Certificate[0]);
      if (chain.length == 0) {
        throw new TlsException(file + ": no certificate in it", MUST_BE_PEM);
      }
      return chain;
    } catch (CertificateException e) {
      throw new TlsException(
          file
              + ": no readable certificate in it ("
              + LogText.line(String.valueOf(e.getMessage()))
              + ")",
          MUST_BE_PEM);
    }
  }

  /** The private key of a file. */
  static PrivateKey key(Path file) throws TlsException {
    String text = new String(read(file, "key"), StandardCharsets.ISO_8859_1);
    Matcher matcher = KEY.matcher(text);
    if (!matcher.find()) {
      throw new TlsException(
          file + ": no private key in it", "it must be PEM: -----BEGIN PRIVATE KEY-----");
    }
    if (!matcher.group(1).equals("PRIVATE KEY")) {
      throw new TlsException(
          file + " holds an " + matcher.group(1) + ", expected an unencrypted PKCS#8 PRIVATE KEY",
          "convert it: openssl pkcs8 -topk8 -nocrypt -in " + file.getFileName() + " -out new.pem");
    }
    return decode(file, matcher.group(2));
  }

  private static PrivateKey decode(Path file, String base64) throws TlsException {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      for (String algorithm : new String[] {"RSA", "EC", "EdDSA"}) {
        Optional<PrivateKey> key = decode(algorithm, der);
        if (key.isPresent()) {
          return key.get();
        }
      }
    } catch (IllegalArgumentException e) {
      throw new TlsException(file + " is damaged: " + e.getMessage(), "");
    }
    throw new TlsException(file + " holds a key that is neither RSA, EC nor EdDSA", "");
  }

  private static Optional<PrivateKey> decode(String algorithm, byte[] der) {
    try {
      PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(der);
      return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(spec));
    } catch (GeneralSecurityException e) {
      return Optional.empty(); // Another kind of key.
    }
  }

  /** Refuses a key that is not the certificate's. */
  static void checkPair(Path file, PrivateKey key, PublicKey certified) throws TlsException {
    byte[] text = "trajan".getBytes(StandardCharsets.US_ASCII);
    boolean fits;
    try {
      Signature signature = Signature.getInstance(algorithm(key));
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certified);
      signature.update(text);
      fits = signature.verify(signed);
    } catch (InvalidKeyException e) {
      fits = false;
    } catch (GeneralSecurityException e) {
      throw new TlsException(file + " holds a key that cannot sign: " + e.getMessage(), "");
    }
    if (!fits) {
      throw new TlsException(
          file + " does not hold the key of the certificate",
          "certificate and key must be made together");
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private static byte[] read(Path file, String what) throws TlsException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new TlsException(file + " is larger than 1 MiB, expected a " + what, "");
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new TlsException(file + " does not exist", "");
    } catch (IOException e) {
      throw new TlsException(file + " cannot be read: " + e.getMessage(), "");
    }
  }
}
