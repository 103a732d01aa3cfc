package io.trajan.files.server;

import io.trajan.files.server.Counters.Event;
import io.trajan.files.server.Found.Hit;
import io.trajan.files.server.http.Conditions;
import io.trajan.files.server.http.EntityTag;
import io.trajan.files.server.http.HttpDate;
import io.trajan.files.server.http.Ranges;
import io.trajan.files.server.http.Ranges.Part;
import io.trajan.files.server.http.Ranges.Parts;
import io.trajan.files.server.http.Ranges.Unsatisfiable;
import io.trajan.files.server.http.Ranges.Whole;
import io.trajan.foreign.RootedFile;
import io.trajan.foreign.RootedFiles;
import io.trajan.request.Fields;
import io.trajan.request.Request;
import io.trajan.request.Response;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One answer made of an open file: 200, 206, 304, 412 or 416. The channel goes to the listener with
 * the bytes, or is closed here.
 */
final class FileAnswer {
  private final Site site;
  private final Hit hit;
  private final Request request;
  private final Response response;
  private final Instant now;
  private final EntityTag tag;

  FileAnswer(Site site, Hit hit, Request request, Response response, Instant now) {
    this.site = site;
    this.hit = hit;
    this.request = request;
    this.response = response;
    this.now = now;
    this.tag = EntityTag.of(hit.file().inode(), hit.file().size(), hit.file().modified());
  }

  /**
   * Sends it.
   *
   * @param files opens the file again for each of several parts, for a channel is the listener's
   *     after one
   * @return what to count
   */
  Event send(RootedFiles files) throws IOException {
    try {
      return judged(files);
    } catch (IOException | RuntimeException e) {
      hit.file().close();
      throw e;
    }
  }

  private Event judged(RootedFiles files) throws IOException {
    Instant modified = hit.file().modified();
    return switch (Conditions.judge(request.headers(), tag, modified, now)) {
      case PROCEED -> content(files);
      case NOT_MODIFIED -> notModified();
      case FAILED -> refused(412, new Fields());
    };
  }

  private Event content(RootedFiles files) throws IOException {
    return switch (wish()) {
      case Whole whole -> whole();
      case Parts(List<Part> parts) when parts.size() == 1 -> part(parts.getFirst());
      case Parts(List<Part> parts) -> parts(parts, files);
      case Unsatisfiable u ->
          refused(416, Fields.of("Content-Range", "bytes */" + hit.file().size()));
    };
  }

  /** Ranges are for GET alone (RFC 9110 §14.2). */
  private Ranges.Wish wish() {
    Fields headers = request.headers();
    boolean asked = request.method().equals("GET") && headers.has("Range");
    return asked && Conditions.allowsRange(headers, tag, hit.file().modified(), now)
        ? Ranges.parse(headers.get("Range"), hit.file().size())
        : new Whole();
  }

  private Event whole() throws IOException {
    long size = hit.file().size();
    Fields fields = new Fields();
    fields.add("Content-Type", site.contentType(hit.name()));
    fields.add("Content-Length", Long.toString(size));
    response.start(200, describe(fields));
    return body(0, size);
  }

  private Event part(Part part) throws IOException {
    Fields fields = new Fields();
    fields.add("Content-Type", site.contentType(hit.name()));
    fields.add("Content-Length", Long.toString(part.length()));
    fields.add("Content-Range", part.contentRange(hit.file().size()));
    response.start(206, describe(fields));
    return body(part.first(), part.length());
  }

  private Event body(long position, long count) throws IOException {
    if (count == 0 || request.method().equals("HEAD")) {
      hit.file().close();
    } else {
      response.writeFile(hit.file().channel(), position, count);
    }
    response.end();
    return Event.SENT;
  }

  /**
   * Several parts: multipart/byteranges (§14.6). When the file was replaced meanwhile, all of what
   * is open is sent.
   */
  private Event parts(List<Part> parts, RootedFiles files) throws IOException {
    String type = site.contentType(hit.name());
    Multipart multipart = new Multipart(type, hit.file().size(), parts);
    List<RootedFile> channels = multipart.open(hit, files);
    if (channels.isEmpty()) {
      return whole();
    }
    hit.file().close();
    Fields fields = new Fields();
    fields.add("Content-Type", multipart.contentType());
    fields.add("Content-Length", Long.toString(multipart.length()));
    response.start(206, describe(fields));
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      response.write(ByteBuffer.wrap(multipart.head(i)));
      response.writeFile(channels.get(i).channel(), part.first(), part.length());
    }
    response.write(ByteBuffer.wrap(multipart.tail()));
    response.end();
    return Event.SENT;
  }

  private Event notModified() throws IOException {
    hit.file().close();
    response.start(304, validators(new Fields()));
    response.end();
    return Event.NOT_MODIFIED;
  }

  private Event refused(int status, Fields fields) throws IOException {
    hit.file().close();
    response.send(status, fields.add("Content-Length", "0"), ByteBuffer.allocate(0));
    return Event.REFUSED;
  }

  private Fields describe(Fields fields) {
    String coding = hit.coding();
    if (coding != null) {
      fields.add("Content-Encoding", coding);
    }
    fields.add("Accept-Ranges", "bytes");
    // What users upload must not become a script because it looks like one.
    fields.add("X-Content-Type-Options", "nosniff");
    return validators(fields);
  }

  /** What an answer without content repeats too (§15.4.5). */
  private Fields validators(Fields fields) {
    Instant modified = hit.file().modified();
    fields.add("ETag", tag.toString());
    // A time in the future is no time of change (§8.8.2.1).
    fields.add("Last-Modified", HttpDate.format(modified.isAfter(now) ? now : modified));
    if (hit.varies()) {
      fields.add("Vary", "Accept-Encoding");
    }
    String type = site.types().of(hit.name());
    Instant expires = site.expiry().expires(request, hit.origin().toString(), type, modified, now);
    if (expires != null) {
      long seconds = Math.max(0, Duration.between(now, expires).toSeconds());
      fields.add("Expires", HttpDate.format(expires));
      fields.add("Cache-Control", "max-age=" + seconds);
    }
    return fields;
  }
}
