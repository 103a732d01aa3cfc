package io.trajan.http.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestGuardTest {
  private static final GuardLimits LIMITS = new GuardLimits(100, 200, 5, 1000);

  /** Line ends as \r\n, other escapes as in Java, spaces quoted by the table. */
  private static byte[] octets(String text) {
    return text.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Where each message ends and what became of the rest, reading pieces of that size. */
  private static String verdict(byte[] octets, int piece) {
    RequestGuard guard = new RequestGuard(LIMITS);
    List<String> all = new ArrayList<>();
    int at = 0;
    while (at < octets.length) {
      int to = Math.min(octets.length, at + piece);
      int before = at;
      at = guard.scan(octets, at, to);
      if (guard.refusal() != null) {
        all.add(guard.refusal() + "@" + at);
        return String.join(" ", all);
      }
      if (guard.isEnded()) {
        all.add("end@" + at);
        guard.next();
      } else {
        assertThat(at).as("progress after %s", before).isEqualTo(to);
      }
    }
    all.add(guard.isAtStart() ? "" : "more");
    return String.join(" ", all).strip();
  }

  private static void check(byte[] octets, String expected) {
    assertThat(verdict(octets, Integer.MAX_VALUE / 2)).isEqualTo(expected);
    assertThat(verdict(octets, 1)).as("one octet at a time").isEqualTo(expected);
    for (int piece = 2; piece < Math.min(octets.length, 60); piece++) {
      assertThat(verdict(octets, piece)).as("pieces of %s", piece).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          GET / HTTP/1.1\\r\\n\\r\\n                                             | end@18
          GET / HTTP/1.0\\r\\n\\r\\n                                             | end@18
          \\r\\n\\r\\nGET / HTTP/1.1\\r\\n\\r\\n                                 | end@22
          GET / HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n                                | end@27
          GET / HTTP/1.1\\r\\nHost:a\\r\\nX:\\r\\n\\r\\n                         | end@30
          GET / HTTP/1.1\\r\\n\\r\\nGET / HTTP/1.1\\r\\n\\r\\n                   | end@18 end@36
          P / HTTP/1.1\\r\\nContent-Length: 3\\r\\n\\r\\nabcP                    | end@38 more
          P / HTTP/1.1\\r\\nContent-Length: 0\\r\\n\\r\\n                        | end@35
          P / HTTP/1.1\\r\\ncontent-LENGTH:  003\\t\\r\\n\\r\\nabc               | end@42
          P / HTTP/1.1\\r\\nContent-Lengthy: 3\\r\\n\\r\\n                       | end@36
          P / HTTP/1.1\\r\\nXContent-Length: 3\\r\\n\\r\\n                       | end@36
          P / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n   | end@49
          P / HTTP/1.1\\r\\ntransfer-encoding: CHUNKED \\r\\n\\r\\n1\\r\\na\\r\\n0\\r\\n\\r\\n | end@56
          P / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nA;x=\\"y\\"\\r\\n0123456789\\r\\n0\\r\\nT: v\\r\\n\\r\\n | end@76
          P / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n00\\r\\n\\r\\n  | end@50
          GET /a?b=%20&c HTTP/1.1\\r\\n\\r\\n                                    | end@27
          """)
  void whatIsWellFormedPassesAndEndsWhereItEnds(String text, String expected) {
    check(octets(text), expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          ~ GET / HTTP/1.1                                                      | REQUEST_LINE@0
          GET  / HTTP/1.1                                                       | REQUEST_LINE@4
          GET /  HTTP/1.1                                                       | REQUEST_LINE@6
          GET /                                                                 | more
          GET /\\r\\n                                                           | REQUEST_LINE@5
          GET / HTTP/1.1 \\r\\n                                                 | REQUEST_LINE@14
          GET\\t/ HTTP/1.1\\r\\n                                                | REQUEST_LINE@3
          G(T / HTTP/1.1\\r\\n                                                  | REQUEST_LINE@1
          GET /#a HTTP/1.1\\r\\n                                                | REQUEST_LINE@5
          GET /\\0 HTTP/1.1\\r\\n                                               | REQUEST_LINE@5
          GET / http/1.1\\r\\n                                                  | REQUEST_LINE@6
          GET / HTTP/2.0\\r\\n                                                  | VERSION@11
          GET / HTTP/1.2\\r\\n                                                  | VERSION@13
          GET / HTTP/1.10\\r\\n                                                 | REQUEST_LINE@14
          GET / HTTP/1,1\\r\\n                                                  | REQUEST_LINE@12
          GET / HTTP/1.1\\n                                                     | REQUEST_LINE@14
          GET / HTTP/1.1\\rX                                                    | BARE_CR@15
          \\nGET                                                                | BARE_LF@0
          \\r\\n\\r\\n\\r\\n\\r\\n\\r\\nGET                                     | REQUEST_LINE@8
          GET / HTTP/1.1\\r\\n\\n                                               | BARE_LF@16
          GET / HTTP/1.1\\r\\n\\rX                                              | BARE_CR@17
          GET / HTTP/1.1\\r\\n A: b                                             | FOLDED_LINE@16
          GET / HTTP/1.1\\r\\nA: b\\r\\n c                                      | FOLDED_LINE@22
          GET / HTTP/1.1\\r\\nA: b\\r\\n\\tc                                    | FOLDED_LINE@22
          GET / HTTP/1.1\\r\\nA : b                                             | SPACE_BEFORE_COLON@17
          GET / HTTP/1.1\\r\\nA\\t: b                                           | SPACE_BEFORE_COLON@17
          GET / HTTP/1.1\\r\\n: b                                               | FIELD_NAME@16
          GET / HTTP/1.1\\r\\nA(: b                                             | FIELD_NAME@17
          GET / HTTP/1.1\\r\\nA\\r\\n                                           | FIELD_NAME@17
          GET / HTTP/1.1\\r\\nA: b\\n                                           | BARE_LF@20
          GET / HTTP/1.1\\r\\nA: b\\rc                                          | BARE_CR@21
          GET / HTTP/1.1\\r\\nA: \\0\\r\\n                                      | FIELD_VALUE@19
          GET / HTTP/1.1\\r\\nA: \\177\\r\\n                                    | FIELD_VALUE@19
          P / HTTP/1.1\\r\\nContent-Length: \\r\\n                              | CONTENT_LENGTH@30
          P / HTTP/1.1\\r\\nContent-Length: +3\\r\\n                            | CONTENT_LENGTH@32
          P / HTTP/1.1\\r\\nContent-Length: -3\\r\\n                            | CONTENT_LENGTH@32
          P / HTTP/1.1\\r\\nContent-Length: 3 3\\r\\n                           | CONTENT_LENGTH@33
          P / HTTP/1.1\\r\\nContent-Length: 3,3\\r\\n                           | CONTENT_LENGTH@33
          P / HTTP/1.1\\r\\nContent-Length: 0x3\\r\\n                           | CONTENT_LENGTH@33
          P / HTTP/1.1\\r\\nContent-Length: 9999999999999999999\\r\\n           | CONTENT_LENGTH@49
          P / HTTP/1.1\\r\\nContent-Length: 3\\r\\ncontent-length: 3\\r\\n      | CONTENT_LENGTH@50
          P / HTTP/1.1\\r\\nContent-Length: 1001\\r\\n\\r\\n                    | BODY_TOO_LARGE@37
          P / HTTP/1.1\\r\\nTransfer-Encoding: identity\\r\\n                   | TRANSFER_ENCODING@41
          P / HTTP/1.1\\r\\nTransfer-Encoding: xchunked\\r\\n                   | TRANSFER_ENCODING@41
          P / HTTP/1.1\\r\\nTransfer-Encoding: chunked,chunked\\r\\n            | TRANSFER_ENCODING@48
          P / HTTP/1.1\\r\\nTransfer-Encoding: gzip, chunked\\r\\n              | TRANSFER_ENCODING@46
          P / HTTP/1.1\\r\\nTransfer-Encoding: chun ked\\r\\n                   | TRANSFER_ENCODING@41
          P / HTTP/1.1\\r\\nTransfer-Encoding:\\r\\n                            | TRANSFER_ENCODING@32
          P / HTTP/1.0\\r\\nTransfer-Encoding: chunked\\r\\n                    | TRANSFER_ENCODING@40
          P / HTTP/1.1\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 3\\r\\n\\r\\n | LENGTH_AND_ENCODING@62
          P / HTTP/1.1\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | LENGTH_AND_ENCODING@62
          """)
  void whatIsMalformedIsRefusedAtTheFirstOctetThatShowsIt(String text, String expected) {
    check(octets(text.startsWith("~") ? text.substring(1) : text), expected);
  }

  private static final String CHUNKED =
      "P / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".translateEscapes();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          \\r\\n                        | CHUNK@0
          g\\r\\n                       | CHUNK@0
          0x1\\r\\n                     | CHUNK@1
          -1\\r\\n                      | CHUNK@0
          1 \\r\\n                      | CHUNK@1
          1\\n                          | BARE_LF@1
          1\\rX                         | BARE_CR@2
          1\\r\\nab                     | CHUNK@4
          1\\r\\na\\rb                  | CHUNK@5
          1\\r\\na\\n                   | CHUNK@4
          80000000\\r\\n                | CHUNK@7
          00000000000000001\\r\\n       | CHUNK@16
          3e9\\r\\n                     | BODY_TOO_LARGE@4
          1;\\0\\r\\n                   | CHUNK@2
          1;\\n                         | BARE_LF@2
          0\\r\\n\\n                    | BARE_LF@3
          0\\r\\n x                     | FOLDED_LINE@3
          0\\r\\nA b                    | SPACE_BEFORE_COLON@4
          """)
  void whatIsMalformedInAChunkIsRefused(String text, String expected) {
    byte[] chunk = octets(text);
    byte[] head = CHUNKED.getBytes(StandardCharsets.US_ASCII);
    byte[] both = new byte[head.length + chunk.length];
    System.arraycopy(head, 0, both, 0, head.length);
    System.arraycopy(chunk, 0, both, head.length, chunk.length);
    String[] parts = expected.split("@");
    check(both, parts[0] + "@" + (head.length + Integer.parseInt(parts[1])));
  }

  @Test
  void everyLimitHoldsAtItsBorder() {
    String line = "GET /%s HTTP/1.1\r\n\r\n";
    // The line without its version: method, space and target.
    check(text(line.formatted("a".repeat(95))), "end@113");
    check(text(line.formatted("a".repeat(96))), "REQUEST_LINE_TOO_LONG@101");
    String field = "GET / HTTP/1.1\r\nA: %s\r\n\r\n";
    check(text(field.formatted("b".repeat(195))), "end@" + (16 + 3 + 195 + 4));
    assertThat(verdict(text(field.formatted("b".repeat(196))), 1000))
        .startsWith("FIELDS_TOO_LARGE");
    check(text("GET / HTTP/1.1\r\n" + "A:\r\n".repeat(5) + "\r\n"), "end@38");
    check(text("GET / HTTP/1.1\r\n" + "A:\r\n".repeat(6) + "\r\n"), "TOO_MANY_FIELDS@36");
    String chunk = CHUNKED + "1;%s\r\na\r\n0\r\n\r\n";
    assertThat(verdict(text(chunk.formatted("x".repeat(256))), 7)).startsWith("end");
    assertThat(verdict(text(chunk.formatted("x".repeat(257))), 7))
        .startsWith("CHUNK_EXTENSION_TOO_LONG");
    assertThat(verdict(text("M".repeat(33)), 100)).isEqualTo("REQUEST_LINE@32");
  }

  @Test
  void manySmallChunksAreOneBody() {
    byte[] body = text(CHUNKED + "1\r\na\r\n".repeat(1000) + "0\r\n\r\n");
    assertThat(verdict(body, 11)).isEqualTo("end@" + body.length);
    assertThat(verdict(text(CHUNKED + "1\r\na\r\n".repeat(1001) + "0\r\n\r\n"), 11))
        .startsWith("BODY_TOO_LARGE");
  }

  @Test
  void contentIsAnnouncedAndCanBeSkipped() {
    RequestGuard guard = new RequestGuard(LIMITS);
    byte[] head = text("P / HTTP/1.1\r\nContent-Length: 900\r\n\r\n");
    assertThat(guard.scan(head, 0, head.length)).isEqualTo(head.length);
    assertThat(guard.bodyLength()).isEqualTo(900);
    guard.skip(899);
    assertThat(guard.content()).isEqualTo(1);
    assertThat(guard.announced()).isEqualTo(1);
    guard.skip(1);
    assertThat(guard.isEnded()).isTrue();
  }

  @Test
  void garbageEndsInAVerdict() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    String alphabet =
        "GET POST/ HTTP/1.1\r\n:;,0123456789abcdefContent-Length Transfer-Encoding chunked\0\t";
    for (int round = 0; round < 20_000; round++) {
      byte[] octets = new byte[random.nextInt(120)];
      for (int i = 0; i < octets.length; i++) {
        octets[i] =
            random.nextInt(10) == 0
                ? (byte) random.nextInt(256)
                : (byte) alphabet.charAt(random.nextInt(alphabet.length()));
      }
      String whole = verdict(octets, 1000);
      assertThat(verdict(octets, 1)).isEqualTo(whole);
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
