package io.trajan.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that speaks HTTP/2 frame by frame (RFC 9113 §4), with prior knowledge. */
final class H2Client implements AutoCloseable {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int END_STREAM = 1;
  static final int END_HEADERS = 4;

  private final Socket socket;
  private final DataInputStream in;
  private final DefaultHttp2HeadersEncoder encoder = new DefaultHttp2HeadersEncoder();
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  @SuppressWarnings("ArrayRecordComponent") // Frames are not compared.
  record Frame(int type, int flags, int stream, byte[] payload) {
    boolean isLast() {
      return (flags & END_STREAM) != 0;
    }

    int number(int offset) {
      return ByteBuffer.wrap(payload).getInt(offset);
    }

    String text() {
      return new String(payload, StandardCharsets.ISO_8859_1);
    }
  }

  /** A whole answer: its final head, its body. */
  record Answer(Http2Headers head, String body) {
    int status() {
      return Integer.parseInt(head.status().toString());
    }
  }

  H2Client(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    socket
        .getOutputStream()
        .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(SETTINGS, 0, 0);
  }

  void send(int type, int flags, int stream, byte... payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    socket.getOutputStream().write(frame.array());
  }

  void request(int stream, boolean last, String... fields) throws IOException {
    Http2Headers headers = new DefaultHttp2Headers(false);
    for (int i = 0; i < fields.length; i += 2) {
      headers.add(fields[i], fields[i + 1]);
    }
    send(HEADERS, END_HEADERS | (last ? END_STREAM : 0), stream, encode(stream, headers));
  }

  void get(int stream, String path) throws IOException {
    request(stream, true, head("GET", path));
  }

  static String[] head(String method, String path, String... more) {
    List<String> all = new ArrayList<>();
    all.addAll(List.of(":method", method, ":path", path, ":scheme", "http", ":authority", "x"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  byte[] encode(int stream, Http2Headers headers) throws IOException {
    ByteBuf block = Unpooled.buffer();
    try {
      encoder.encodeHeaders(stream, headers, block);
      byte[] bytes = new byte[block.readableBytes()];
      block.readBytes(bytes);
      return bytes;
    } catch (Http2Exception e) {
      throw new IOException(e);
    } finally {
      block.release();
    }
  }

  Http2Headers decode(Frame frame) throws IOException {
    try {
      return decoder.decodeHeaders(frame.stream(), Unpooled.wrappedBuffer(frame.payload()));
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
  }

  /** The next frame of any kind. */
  Frame next() throws IOException {
    int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
    int type = in.readUnsignedByte();
    int flags = in.readUnsignedByte();
    int stream = in.readInt();
    Frame frame = new Frame(type, flags, stream, in.readNBytes(length));
    if (type == SETTINGS && flags == 0) {
      send(SETTINGS, 1, 0);
    }
    return frame;
  }

  /** The next frame of that kind; others are passed over. */
  Frame next(int type) throws IOException {
    for (Frame frame = next(); ; frame = next()) {
      if (frame.type() == type) {
        return frame;
      }
      if (frame.type() == HEADERS) {
        decode(frame); // The table of the compression goes on.
      }
    }
  }

  /** Reads the answer to the one request under way, giving window back for its body. */
  Answer answer() throws IOException {
    Http2Headers head = null;
    StringBuilder body = new StringBuilder();
    while (true) {
      Frame frame = next();
      if (frame.type() == HEADERS) {
        Http2Headers fields = decode(frame);
        head = head == null || head.status().charAt(0) == '1' ? fields : head;
      } else if (frame.type() == DATA) {
        body.append(frame.text());
        giveWindow(frame);
      } else if (frame.type() == RST_STREAM && frame.number(0) != 0) {
        throw new IOException("stream reset with error " + frame.number(0));
      } else if (frame.type() == GOAWAY) {
        throw new IOException("connection ended with error " + frame.number(4));
      }
      if (frame.isLast() && frame.type() <= HEADERS && head != null) {
        return new Answer(head, body.toString());
      }
    }
  }

  void giveWindow(Frame data) throws IOException {
    if (data.payload().length > 0) {
      byte[] count = ByteBuffer.allocate(4).putInt(data.payload().length).array();
      send(WINDOW_UPDATE, 0, 0, count);
      if (!data.isLast()) {
        send(WINDOW_UPDATE, 0, data.stream(), count);
      }
    }
  }

  boolean isClosed() throws IOException {
    try {
      while (true) {
        next();
      }
    } catch (EOFException e) {
      return true;
    }
  }

  Socket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    socket.close();
    encoder.close();
  }
}
