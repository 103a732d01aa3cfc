package io.trajan.vassal.process.worker;

import io.trajan.request.Endpoint;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.RequestBody;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the frame of a request: the CGI variables (RFC 3875 §4.1) with the names and values that a
 * Rack or WSGI environment has, so that a worker puts them into its table as they are. Paths are
 * not percent-decoded. Thread-safe.
 *
 * <p>Budget: one array for the frame, nothing for names seen before.
 */
public final class RequestEncoder {
  private static final Set<String> TOLD_BY_REQUEST =
      Set.of(
          "REQUEST_METHOD",
          "SCRIPT_NAME",
          "PATH_INFO",
          "QUERY_STRING",
          "REQUEST_URI",
          "SERVER_PROTOCOL",
          "CONTENT_LENGTH",
          "CONTENT_TYPE",
          "REMOTE_ADDR",
          "REMOTE_PORT",
          "HTTPS");

  private static final byte[] REQUEST_METHOD = key("REQUEST_METHOD");
  private static final byte[] SCRIPT_NAME = key("SCRIPT_NAME");
  private static final byte[] PATH_INFO = key("PATH_INFO");
  private static final byte[] QUERY_STRING = key("QUERY_STRING");
  private static final byte[] REQUEST_URI = key("REQUEST_URI");
  private static final byte[] SERVER_NAME = key("SERVER_NAME");
  private static final byte[] SERVER_PORT = key("SERVER_PORT");
  private static final byte[] SERVER_PROTOCOL = key("SERVER_PROTOCOL");
  private static final byte[] HTTP_VERSION = key("HTTP_VERSION");
  private static final byte[] HTTP_HOST = key("HTTP_HOST");
  private static final byte[] HTTPS = key("HTTPS");
  private static final byte[] REMOTE_ADDR = key("REMOTE_ADDR");
  private static final byte[] REMOTE_PORT = key("REMOTE_PORT");
  private static final byte[] CONTENT_LENGTH = key("CONTENT_LENGTH");

  private final FieldKeys keys = new FieldKeys();
  private final int mostBytes;

  /** An encoder of requests whose variables take at most so many bytes. */
  public RequestEncoder(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  private static byte[] key(String name) {
    return name.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * The frame of a request, or null when its variables are too long.
   *
   * @param id the slot
   * @param mayHijack whether the connection can be taken over
   * @param body the whole body, or null when it is to be pulled or there is none
   */
  public @Nullable ByteBuffer encode(
      Request request, int id, boolean mayHijack, byte @Nullable [] body) {
    int reserved = Frames.HEADER_BYTES + (body == null ? 0 : 4);
    Block block = new Block(reserved);
    addTarget(block, request);
    addConnection(block, request);
    addHeaders(block, request);
    addVariables(block, request.variables());
    addLength(block, request);
    int size = block.size();
    if (size > mostBytes) {
      return null;
    }
    if (body != null) {
      block.append(body);
    }
    ByteBuffer frame = block.all();
    frame.putInt(0, frame.limit() - Frames.HEADER_BYTES);
    frame.put(4, (byte) Frames.REQUEST);
    frame.put(5, (byte) flags(request, mayHijack, body));
    frame.putShort(6, (short) id);
    if (body != null) {
      frame.putInt(Frames.HEADER_BYTES, size);
    }
    return frame;
  }

  private static int flags(Request request, boolean mayHijack, byte @Nullable [] body) {
    int flags = mayHijack ? Frames.MAY_HIJACK : 0;
    long length = request.body().length();
    if (body != null) {
      flags |= Frames.BODY_INCLUDED;
    } else if (length != 0) {
      flags |= Frames.HAS_BODY | (length < 0 ? Frames.UNKNOWN_LENGTH : 0);
    }
    return flags;
  }

  private static void addTarget(Block block, Request request) {
    String mount = request.mount();
    String path = request.path();
    block.add(REQUEST_METHOD, request.method());
    block.add(SCRIPT_NAME, mount);
    block.add(PATH_INFO, path.startsWith("/") ? path.substring(mount.length()) : path);
    block.add(QUERY_STRING, request.query());
    block.add(REQUEST_URI, request.target());
  }

  private static void addConnection(Block block, Request request) {
    Authority authority = Authority.of(request);
    block.add(SERVER_NAME, authority.host());
    block.add(SERVER_PORT, authority.port());
    block.add(SERVER_PROTOCOL, request.protocol());
    block.add(HTTP_VERSION, request.protocol());
    if (request.scheme().equals("https")) {
      block.add(HTTPS, "on");
    }
    Endpoint remote = request.remote();
    if (remote.isUnix()) {
      block.add(REMOTE_ADDR, "127.0.0.1");
    } else {
      block.add(REMOTE_ADDR, remote.host());
      block.add(REMOTE_PORT, Integer.toString(remote.port()));
    }
    if (!request.authority().isEmpty()) {
      block.add(HTTP_HOST, request.authority());
    }
  }

  private void addHeaders(Block block, Request request) {
    Fields headers = request.headers();
    FieldKeys.Key[] seen = new FieldKeys.Key[headers.size()];
    for (int i = 0; i < seen.length; i++) {
      FieldKeys.Key key = keys.of(headers.name(i));
      byte[] name = key.name();
      seen[i] = key;
      if (name != null && !isAmong(seen, i, key)) {
        block.add(name, joined(headers, i, key));
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // Keys are shared by all spellings of a name.
  private static boolean isAmong(FieldKeys.Key[] seen, int count, FieldKeys.Key key) {
    for (int i = 0; i < count; i++) {
      if (seen[i] == key) {
        return true;
      }
    }
    return false;
  }

  /** The value with those of later fields of the same name. */
  @SuppressWarnings("ReferenceEquality")
  private String joined(Fields headers, int at, FieldKeys.Key key) {
    String value = headers.value(at);
    for (int i = at + 1; i < headers.size(); i++) {
      if (headers.name(i).equalsIgnoreCase(headers.name(at)) && keys.of(headers.name(i)) == key) {
        value = value + key.separator() + headers.value(i);
      }
    }
    return value;
  }

  /**
   * What a FastCGI, uwsgi or SCGI front end sends beside the fields: upper-case CGI names that the
   * request does not tell itself.
   */
  private static void addVariables(Block block, Map<String, String> variables) {
    variables.forEach(
        (name, value) -> {
          boolean emptyServer = value.isEmpty() && name.startsWith("SERVER_");
          if (isPlain(name)
              && !TOLD_BY_REQUEST.contains(name)
              && !name.startsWith("HTTP_")
              && !emptyServer) {
            block.add(name, value);
          }
        });
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_');
  }

  private static void addLength(Block block, Request request) {
    long length = request.body().length();
    if (length != RequestBody.UNKNOWN && (length > 0 || request.headers().has("Content-Length"))) {
      block.add(CONTENT_LENGTH, Long.toString(length));
    }
  }
}
