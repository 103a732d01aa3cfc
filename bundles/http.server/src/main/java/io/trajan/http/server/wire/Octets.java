package io.trajan.http.server.wire;

import java.nio.charset.StandardCharsets;

/** Which octets are allowed where. Tables, because every octet of a header is looked up. */
final class Octets {
  /** RFC 9110 §5.6.2, tchar. */
  static final boolean[] TOKEN = new boolean[256];

  /**
   * What a target may hold: visible characters but {@code #} (RFC 9112 §3.2 knows no fragment), and
   * octets above 127, which careless clients send and which cannot confuse framing.
   */
  static final boolean[] TARGET = new boolean[256];

  /** RFC 9110 §5.5, field-vchar, obs-text, space and tab. */
  static final boolean[] VALUE = new boolean[256];

  static {
    for (int i = 0; i < 256; i++) {
      boolean visible = i > 0x20 && i != 0x7f;
      TARGET[i] = visible && i != '#';
      VALUE[i] = visible || i == ' ' || i == '\t';
      TOKEN[i] = (i >= '0' && i <= '9') || (i >= 'a' && i <= 'z') || (i >= 'A' && i <= 'Z');
    }
    for (byte b : "!#$%&'*+-.^_`|~".getBytes(StandardCharsets.US_ASCII)) {
      TOKEN[b] = true;
    }
  }

  private Octets() {}

  /** The value of a hexadecimal digit, or -1. */
  static int hex(int octet) {
    if (octet >= '0' && octet <= '9') {
      return octet - '0';
    }
    int lower = octet | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
