package io.trajan.http.server.wire;

import io.netty.buffer.ByteBuf;
import io.trajan.request.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Puts the head of an answer together in one reusable array: every character is checked and copied
 * in the same pass, and nothing is allocated. One per event loop. What cannot be sent is refused
 * before anything left, so that the client can still be told.
 *
 * <pre>
 *   HTTP/1.1 200 OK CRLF
 *   Date, Server (unless the handler gave them) CRLF
 *   the handler's fields without those of the connection CRLF
 *   Content-Length or Transfer-Encoding, Connection CRLF
 *   CRLF
 * </pre>
 */
public final class HeadWriter {
  private static final int MAX_BYTES = 1 << 20;
  private static final byte[][] STATUS_LINES = new byte[600][];

  private byte[] bytes = new byte[4096];
  private int size;
  private boolean sawDate;
  private boolean sawServer;
  private boolean wantsClose;

  /** How many bytes the head has. */
  public int size() {
    return size;
  }

  /** Copies the head. */
  public void writeTo(ByteBuf target) {
    target.writeBytes(bytes, 0, size);
  }

  /** Starts a head. */
  public void begin(int status) {
    size = 0;
    sawDate = false;
    sawServer = false;
    wantsClose = false;
    append(statusLine(status));
  }

  /**
   * The fields of an answer, without those that belong to the connection.
   *
   * @param upgrade whether Connection and Upgrade are the handler's (status 101)
   * @param length whether its Content-Length is kept
   */
  public void fields(Fields fields, boolean upgrade, boolean length) {
    for (int i = 0; i < fields.size(); i++) {
      String name = fields.name(i);
      if (isSent(name, fields.value(i), upgrade, length)) {
        field(name, fields.value(i));
      }
    }
  }

  /** Whether the handler asked for the connection to be closed. */
  public boolean wantsClose() {
    return wantsClose;
  }

  /** Trailer fields. */
  public void trailers(Fields fields) {
    size = 0;
    fields(fields, false, false);
    end();
  }

  private boolean isSent(String name, String value, boolean upgrade, boolean length) {
    return switch (name.length()) {
      case 4, 6 -> note(name);
      case 10 -> upgrade || !(isConnection(name, value) || isIt(name, "Keep-Alive"));
      case 14 -> length || !isIt(name, "Content-Length");
      case 16 -> !isIt(name, "Proxy-Connection");
      case 17 -> !isIt(name, "Transfer-Encoding");
      default -> true;
    };
  }

  private boolean isConnection(String name, String value) {
    boolean connection = isIt(name, "Connection");
    wantsClose |= connection && value.strip().equalsIgnoreCase("close");
    return connection;
  }

  private boolean note(String name) {
    sawDate |= isIt(name, "Date");
    sawServer |= isIt(name, "Server");
    return true;
  }

  private static boolean isIt(String name, String wanted) {
    return name.equalsIgnoreCase(wanted);
  }

  /** One field, checked. */
  public void field(String name, String value) {
    ensure(name.length() + value.length() + 4);
    int at = size;
    if (name.isEmpty()) {
      throw new BadAnswerException("a field without a name");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > 127 || !Octets.TOKEN[c]) {
        throw new BadAnswerException(
            "a field name of "
                + name.length()
                + " characters has one that is not allowed, number "
                + (int) c);
      }
      bytes[at++] = (byte) c;
    }
    bytes[at++] = ':';
    bytes[at++] = ' ';
    size = value(name, value, at);
  }

  private int value(String name, String value, int from) {
    int at = from;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c > 255 || !Octets.VALUE[c]) {
        throw new BadAnswerException(
            "field " + name + " has a character that is not allowed, number " + (int) c);
      }
      bytes[at++] = (byte) c;
    }
    bytes[at++] = '\r';
    bytes[at++] = '\n';
    return at;
  }

  /** Date and Server where the handler gave none. */
  public void own(byte[] dateLine, byte[] serverLine) {
    if (!sawDate) {
      append(dateLine);
    }
    if (!sawServer) {
      append(serverLine);
    }
  }

  /** {@code Content-Length}. */
  public void contentLength(long length) {
    append(CONTENT_LENGTH);
    number(length);
    append(LINE_END);
  }

  /** {@code Transfer-Encoding: chunked}. */
  public void chunked() {
    append(CHUNKED);
  }

  /** {@code Connection: close}. */
  public void close() {
    append(CLOSE);
  }

  /** {@code Connection: keep-alive}, which only HTTP/1.0 needs to be told. */
  public void keepAlive() {
    append(KEEP_ALIVE);
  }

  /** The empty line. */
  public void end() {
    append(LINE_END);
  }

  private void number(long value) {
    ensure(20);
    long rest = value;
    int digits = 1;
    for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
      digits++;
    }
    for (int i = size + digits - 1; i >= size; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += digits;
  }

  private void append(byte[] text) {
    ensure(text.length);
    System.arraycopy(text, 0, bytes, size, text.length);
    size += text.length;
  }

  private void ensure(int more) {
    int needed = size + more;
    if (needed > bytes.length) {
      if (needed > MAX_BYTES) {
        throw new BadAnswerException("header of more than " + MAX_BYTES + " bytes");
      }
      bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length * 2));
    }
  }

  private static byte[] statusLine(int status) {
    if (status >= STATUS_LINES.length) {
      return ascii("HTTP/1.1 " + status + " " + Reasons.of(status) + "\r\n");
    }
    byte[] line = STATUS_LINES[status];
    if (line == null) {
      line = ascii("HTTP/1.1 " + status + " " + Reasons.of(status) + "\r\n");
      STATUS_LINES[status] = line; // Several threads may do so; the result is the same.
    }
    return line;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
  private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
  private static final byte[] CLOSE = ascii("Connection: close\r\n");
  private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
  private static final byte[] LINE_END = ascii("\r\n");
}
