package io.trajan.config.codec;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads an {@link Address}; a colon makes it one of the network, as in uWSGI. */
final class AddressType implements ValueType<Address> {
  /** sun_path of sockaddr_un holds 108 bytes with its end, see unix(7). */
  static final int LONGEST_PATH_BYTES = 107;

  private static final String LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?";

  @Override
  public Address parse(String text) throws BadValueException {
    if (text.startsWith("@")) {
      return new Address.Abstract(socketName(text.substring(1)));
    }
    if (text.startsWith("[")) {
      return bracketed(text);
    }
    int colon = text.indexOf(':');
    if (colon >= 0 && text.indexOf('/') < 0) {
      return hostAndPort(text, colon);
    }
    if (text.matches("[0-9]{1,5}")) {
      throw new BadValueException(expectation(), ":" + text);
    }
    return unix(text);
  }

  private Address bracketed(String text) throws BadValueException {
    int end = text.indexOf("]:");
    if (end < 0) {
      throw refused();
    }
    String host = text.substring(1, end);
    try {
      Inet6Address.ofLiteral(host);
    } catch (IllegalArgumentException e) {
      throw refused();
    }
    return new Address.Inet(host, port(text.substring(end + 2)));
  }

  private Address hostAndPort(String text, int colon) throws BadValueException {
    if (text.indexOf(':', colon + 1) >= 0) {
      throw new BadValueException(expectation(), bracketsMeant(text));
    }
    String host = text.substring(0, colon);
    if (!host.isEmpty() && !isHost(host)) {
      throw refused();
    }
    return new Address.Inet(host, port(text.substring(colon + 1)));
  }

  /** {@code ::1:8080} is a whole address too, so it is asked about instead of guessed. */
  private static @Nullable String bracketsMeant(String text) {
    int last = text.lastIndexOf(':');
    try {
      Inet6Address.ofLiteral(text.substring(0, last));
      return "[" + text.substring(0, last) + "]" + text.substring(last);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /**
   * A name of labels, or four numbers: a last label of digits only is never a name (RFC 1123 2.1).
   */
  private static boolean isHost(String host) {
    if (host.length() > 253 || !host.matches(LABEL + "(\\." + LABEL + ")*\\.?")) {
      return false;
    }
    if (!host.matches("(.*\\.)?[0-9]+\\.?")) {
      return true;
    }
    try {
      Inet4Address.ofLiteral(host);
      return host.chars().filter(c -> c == '.').count() == 3;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private int port(String digits) throws BadValueException {
    if (digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) <= 65535) {
      return Integer.parseInt(digits);
    }
    throw refused();
  }

  private Address unix(String text) throws BadValueException {
    try {
      return new Address.Unix(Path.of(socketName(text)));
    } catch (InvalidPathException e) {
      throw refused();
    }
  }

  private String socketName(String name) throws BadValueException {
    int bytes = name.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > LONGEST_PATH_BYTES || name.indexOf('\0') >= 0) {
      throw refused();
    }
    return name;
  }

  private BadValueException refused() {
    return new BadValueException(expectation());
  }

  @Override
  public String expectation() {
    return "an address: host:port, :port, [ipv6]:port, a socket path or @name of at most "
        + LONGEST_PATH_BYTES
        + " bytes";
  }

  @Override
  public String name() {
    return "address";
  }
}
