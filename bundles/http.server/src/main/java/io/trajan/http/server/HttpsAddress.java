package io.trajan.http.server;

import io.trajan.config.codec.Address;
import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueType;
import io.trajan.config.codec.ValueTypes;
import java.nio.file.Path;

/**
 * A listener with TLS, written as in uWSGI: {@code ADDRESS,CERTIFICATES,KEY}.
 *
 * <p>Differs from uWSGI: there is no fourth part with ciphers; the JDK's list of today is used.
 *
 * @param address where to listen
 * @param certificates PEM file with the certificate, then its issuers
 * @param key PEM file with the private key (PKCS#8), not encrypted
 */
record HttpsAddress(Address address, Path certificates, Path key) {
  static final ValueType<HttpsAddress> TYPE =
      new ValueType<>() {
        @Override
        public HttpsAddress parse(String text) throws BadValueException {
          String[] parts = text.split(",", -1);
          if (parts.length != 3) {
            throw new BadValueException(expectation());
          }
          return new HttpsAddress(
              ValueTypes.address().parse(parts[0].strip()),
              ValueTypes.path().parse(parts[1].strip()),
              ValueTypes.path().parse(parts[2].strip()));
        }

        @Override
        public String expectation() {
          return "ADDRESS,CERTIFICATES,KEY such as :8443,cert.pem,key.pem";
        }

        @Override
        public String name() {
          return "tls address";
        }
      };
}
