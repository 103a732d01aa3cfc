package io.trajan.itests;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A client that keeps one HTTP/1.1 connection alive and hides nothing: an answer that is cut,
 * malformed or missing is an exception. A connection that the server closed while it was idle is
 * replaced silently, which RFC 9112 §9.3 allows; one closed after bytes of a request were sent is
 * not. One thread at a time.
 */
public final class HttpSession implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final int port;
  private @Nullable Socket socket;
  private @Nullable InputStream in;
  private int connections;

  /** A session with a port of the loopback address; connects when it is first used. */
  public HttpSession(int port) {
    this.port = port;
  }

  /**
   * An answer.
   *
   * @param status the status
   * @param fields header fields, names in lower case, the last of a name
   * @param text the body, whole, a character for each byte
   */
  public record Answer(int status, Map<String, String> fields, String text) {}

  /** Asks and reads the whole answer. */
  public Answer get(String target) throws IOException {
    return exchange(
        ("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1),
        new byte[0]);
  }

  /** Posts a body with its length. */
  public Answer post(String target, byte[] body) throws IOException {
    String head =
        "POST " + target + " HTTP/1.1\r\nHost: test\r\nContent-Length: " + body.length + "\r\n\r\n";
    return exchange(head.getBytes(StandardCharsets.ISO_8859_1), body);
  }

  /** Sends bytes as they are and reads one answer. */
  public Answer exchange(byte[] head, byte[] body) throws IOException {
    Socket connection = connect();
    connection.getOutputStream().write(head);
    connection.getOutputStream().write(body);
    Answer answer = read(java.util.Objects.requireNonNull(in));
    if ("close".equalsIgnoreCase(answer.fields().get("connection"))) {
      close();
    }
    return answer;
  }

  /** How many connections it has opened. */
  public int connections() {
    return connections;
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }

  private Socket connect() throws IOException {
    Socket kept = socket;
    if (kept != null && !closedWhileIdle(kept)) {
      return kept;
    }
    close();
    Socket fresh = new Socket();
    fresh.connect(
        new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    fresh.setSoTimeout(TIMEOUT_MILLIS);
    fresh.setTcpNoDelay(true);
    in = new BufferedInputStream(fresh.getInputStream());
    socket = fresh;
    connections++;
    return fresh;
  }

  private boolean closedWhileIdle(Socket kept) throws IOException {
    kept.setSoTimeout(1);
    try {
      InputStream stream = java.util.Objects.requireNonNull(in);
      stream.mark(1);
      if (stream.read() < 0) {
        return true;
      }
      throw new IOException("bytes that nobody asked for");
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } finally {
      kept.setSoTimeout(TIMEOUT_MILLIS);
    }
  }

  private static Answer read(InputStream in) throws IOException {
    String status = line(in);
    if (!status.matches("HTTP/1\\.1 \\d{3} .*")) {
      throw new IOException("not a status line: " + status);
    }
    int code = Integer.parseInt(status.substring(9, 12));
    Map<String, String> fields = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      fields.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new Answer(code, fields, new String(body(in, fields), StandardCharsets.ISO_8859_1));
  }

  private static byte[] body(InputStream in, Map<String, String> fields) throws IOException {
    if ("chunked".equalsIgnoreCase(fields.get("transfer-encoding"))) {
      return chunks(in);
    }
    String length = fields.get("content-length");
    return length == null ? in.readAllBytes() : exactly(in, Integer.parseInt(length));
  }

  private static byte[] chunks(InputStream in) throws IOException {
    var whole = new java.io.ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      whole.writeBytes(exactly(in, size));
      if (!line(in).isEmpty()) {
        throw new IOException("a chunk that does not end where it said");
      }
    }
    while (!line(in).isEmpty()) {
      // trailer fields
    }
    return whole.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
  }

  private static byte[] exactly(InputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("cut after " + bytes.length + " of " + size + " bytes");
    }
    return bytes;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("cut after \"" + text + "\"");
      }
      if (c != '\r') {
        text.append((char) c);
      }
    }
    return text.toString();
  }
}
