package io.trajan.http.server;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueType;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Permissions of a socket, in octal as chmod(1) takes them. */
final class SocketMode {
  static final ValueType<String> TYPE =
      new ValueType<>() {
        @Override
        public String parse(String text) throws BadValueException {
          if (!text.matches("0?[0-7]{3}")) {
            throw new BadValueException(expectation());
          }
          return text;
        }

        @Override
        public String expectation() {
          return "permissions in octal, from 000 to 777";
        }

        @Override
        public String name() {
          return "mode";
        }
      };

  private SocketMode() {}

  /** The permissions that a text of {@link #TYPE} means. */
  static Set<PosixFilePermission> permissions(String octal) {
    int bits = Integer.parseInt(octal, 8);
    StringBuilder symbols = new StringBuilder();
    for (int i = 8; i >= 0; i--) {
      symbols.append((bits >> i & 1) == 0 ? '-' : "xwr".charAt(i % 3));
    }
    return PosixFilePermissions.fromString(symbols.toString());
  }
}
