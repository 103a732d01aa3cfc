package io.trajan.http.server.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The two fields that say where a message ends, read octet by octet beside the guard: {@code
 * Content-Length} must be one decimal number, {@code Transfer-Encoding} exactly {@code chunked},
 * each at most once and never both (RFC 9112 §6). In trailers neither is looked at; the decoder
 * leaves them out.
 */
final class FramingFields {
  private enum Field {
    LENGTH("content-length"),
    ENCODING("transfer-encoding");

    @SuppressWarnings("ImmutableEnumChecker") // Nobody writes to it.
    private final byte[] name;

    Field(String name) {
      this.name = name.getBytes(StandardCharsets.US_ASCII);
    }
  }

  private static final byte[] CHUNKED = "chunked".getBytes(StandardCharsets.US_ASCII);

  private @Nullable Field candidate;
  private int nameBytes;
  private int valueBytes;
  private boolean valueOver;
  private boolean valueBad;
  private boolean hasLength;
  private boolean hasEncoding;
  private long length;
  private int minorVersion;
  private Refusal fault = Refusal.CONTENT_LENGTH;

  void reset() {
    hasLength = false;
    hasEncoding = false;
    length = 0;
  }

  void version(int minor) {
    minorVersion = minor;
  }

  void startName() {
    nameBytes = 0;
    candidate = null;
  }

  void nameOctet(int octet) {
    int lower = octet | 0x20;
    if (nameBytes == 0) {
      candidate = lower == 'c' ? Field.LENGTH : lower == 't' ? Field.ENCODING : null;
    } else if (candidate != null
        && (nameBytes >= candidate.name.length || lower(octet) != candidate.name[nameBytes])) {
      candidate = null;
    }
    nameBytes++;
  }

  void startValue() {
    if (candidate != null && candidate.name.length != nameBytes) {
      candidate = null;
    }
    valueBytes = 0;
    valueOver = false;
    valueBad = false;
    if (candidate == Field.LENGTH) {
      valueBad = hasLength;
    } else if (candidate == Field.ENCODING) {
      valueBad = hasEncoding;
    }
  }

  void value(byte[] octets, int from, int to) {
    if (candidate == null) {
      return;
    }
    for (int i = from; i < to; i++) {
      int octet = octets[i];
      if (octet == ' ' || octet == '\t') {
        valueOver = valueBytes > 0;
      } else {
        valueBad |= valueOver || !take(octet);
        valueBytes++;
      }
    }
  }

  private boolean take(int octet) {
    if (candidate == Field.ENCODING) {
      return valueBytes < CHUNKED.length && lower(octet) == CHUNKED[valueBytes];
    }
    if (valueBytes == 0) {
      length = 0;
    }
    length = length * 10 + (octet - '0');
    return octet >= '0' && octet <= '9' && valueBytes < 18;
  }

  /** Ends a value; false when it is at {@link #fault}. */
  boolean endValue(boolean inTrailer) {
    if (candidate == null || inTrailer) {
      return true;
    }
    if (candidate == Field.LENGTH) {
      hasLength = true;
      fault = Refusal.CONTENT_LENGTH;
      return !valueBad && valueBytes > 0;
    }
    hasEncoding = true;
    fault = Refusal.TRANSFER_ENCODING;
    return !valueBad && valueBytes == CHUNKED.length && minorVersion > 0;
  }

  /** Whether the fields together say one thing; else see {@link #fault}. */
  boolean isConsistent() {
    fault = Refusal.LENGTH_AND_ENCODING;
    return !(hasLength && hasEncoding);
  }

  Refusal fault() {
    return fault;
  }

  boolean isChunked() {
    return hasEncoding;
  }

  long length() {
    return hasLength ? length : 0;
  }

  private static int lower(int octet) {
    return octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
  }
}
