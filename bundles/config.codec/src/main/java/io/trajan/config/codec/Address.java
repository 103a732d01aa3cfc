package io.trajan.config.codec;

import java.nio.file.Path;

/**
 * Where to listen or to connect, as uWSGI writes it. Nothing is looked up: a host stays a name.
 * Immutable.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2">RFC 3986 section 3.2.2, for
 *     the brackets</a>
 */
public sealed interface Address {
  /**
   * A port of a host.
   *
   * @param host a name or a literal address without brackets; empty for all addresses ({@code
   *     :8080})
   * @param port 0 to 65535; 0 lets the system choose
   */
  record Inet(String host, int port) implements Address {
    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /**
   * A Unix socket in the file system, see unix(7).
   *
   * @param path absolute, or relative to what the reader of the configuration says
   */
  record Unix(Path path) implements Address {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /**
   * A Unix socket in Linux' abstract namespace, see unix(7).
   *
   * @param name without the leading {@code @}
   */
  record Abstract(String name) implements Address {
    @Override
    public String toString() {
      return "@" + name;
    }
  }
}
