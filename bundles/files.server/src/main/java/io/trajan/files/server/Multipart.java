package io.trajan.files.server;

import io.trajan.files.server.Found.Hit;
import io.trajan.files.server.http.Ranges.Part;
import io.trajan.foreign.RootedFile;
import io.trajan.foreign.RootedFiles;
import io.trajan.foreign.RootedFiles.Wait;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The framing of several ranges in one answer.
 *
 * <pre>
 * --boundary                                  head of the first part
 * Content-Type: text/plain
 * Content-Range: bytes 0-9/100
 *                                             its bytes
 * --boundary                                  head of the next, after a line end
 * ...
 * --boundary--                                tail
 * </pre>
 */
final class Multipart {
  private final String boundary = boundary();
  private final String type;
  private final long size;
  private final List<Part> parts;

  Multipart(String type, long size, List<Part> parts) {
    this.type = type;
    this.size = size;
    this.parts = parts;
  }

  private static String boundary() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return "part-" + Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
  }

  String contentType() {
    return "multipart/byteranges; boundary=" + boundary;
  }

  byte[] head(int index) {
    String lineEnd = index == 0 ? "" : "\r\n";
    String head =
        lineEnd
            + "--"
            + boundary
            + "\r\nContent-Type: "
            + type
            + "\r\nContent-Range: "
            + parts.get(index).contentRange(size)
            + "\r\n\r\n";
    return head.getBytes(StandardCharsets.ISO_8859_1);
  }

  byte[] tail() {
    return ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  long length() {
    long length = tail().length;
    for (int i = 0; i < parts.size(); i++) {
      length += head(i).length + parts.get(i).length();
    }
    return length;
  }

  /**
   * A channel for each part, all on the very file of the hit; none when that is no longer what its
   * name means.
   */
  List<RootedFile> open(Hit hit, RootedFiles files) throws IOException {
    List<RootedFile> channels = new ArrayList<>();
    boolean whole = false;
    try {
      for (int i = 0; i < parts.size(); i++) {
        channels.add(hit.origin().open(files, Wait.MAY_WAIT));
        if (!Origin.isSame(channels.getLast(), hit.file())) {
          return List.of();
        }
      }
      whole = true;
      return channels;
    } finally {
      if (!whole) {
        close(channels);
      }
    }
  }

  private static void close(List<RootedFile> files) throws IOException {
    for (RootedFile file : files) {
      file.close();
    }
  }
}
