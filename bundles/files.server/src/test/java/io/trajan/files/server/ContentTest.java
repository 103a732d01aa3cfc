package io.trajan.files.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.files.server.Shop.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ranges, conditions, codings. */
class ContentTest {
  private static final String DIGITS = "0123456789".repeat(10);

  @TempDir Path top;
  private Shop shop;

  @BeforeEach
  void open() throws Exception {
    shop = new Shop(top);
    shop.write("www/d.txt", DIGITS);
    shop.with(FilesOptions.MAP, "/=www");
  }

  @AfterEach
  void close() throws InterruptedException {
    shop.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "bytes=0-9 => 0-9/100 => 0123456789",
        "bytes=95- => 95-99/100 => 56789",
        "bytes=-3 => 97-99/100 => 789",
        "bytes=3-3 => 3-3/100 => 3",
      })
  void oneRange(String range, String contentRange, String body) throws Exception {
    shop.launch();
    Result result = shop.get("", "/d.txt", "Range", range);
    assertThat(result.status()).isEqualTo(206);
    assertThat(result.header("Content-Range")).isEqualTo("bytes " + contentRange);
    assertThat(result.header("Content-Length")).isEqualTo("" + body.length());
    assertThat(result.text()).isEqualTo(body);
  }

  @Test
  void severalRangesAreAMultipart() throws Exception {
    shop.launch();
    Result result = shop.get("", "/d.txt", "Range", "bytes=0-2,50-51,-1");
    assertThat(result.status()).isEqualTo(206);
    assertThat(result.header("Content-Range")).isNull();
    Matcher type =
        Pattern.compile("multipart/byteranges; boundary=(\\S+)")
            .matcher(String.valueOf(result.header("Content-Type")));
    assertThat(type.matches()).isTrue();
    String boundary = type.group(1);
    assertThat(result.text())
        .isEqualTo(
            part("--", boundary, "0-2", "012")
                + part("\r\n--", boundary, "50-51", "01")
                + part("\r\n--", boundary, "99-99", "9")
                + "\r\n--"
                + boundary
                + "--\r\n");
    assertThat(result.header("Content-Length")).isEqualTo("" + result.text().length());
    assertThat(result.response().outcome()).isNotNull();
  }

  private static String part(String start, String boundary, String range, String bytes) {
    return start
        + boundary
        + "\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Range: bytes "
        + range
        + "/100\r\n\r\n"
        + bytes;
  }

  @Test
  void rangeBeyondTheEndIs416() throws Exception {
    shop.launch();
    Result result = shop.get("", "/d.txt", "Range", "bytes=100-");
    assertThat(result.status()).isEqualTo(416);
    assertThat(result.header("Content-Range")).isEqualTo("bytes */100");
  }

  @Test
  void ifRangeDecidesBetweenThePartAndTheWhole() throws Exception {
    shop.launch();
    String tag = String.valueOf(shop.get("", "/d.txt").header("ETag"));
    assertThat(shop.get("", "/d.txt", "Range", "bytes=0-9", "If-Range", tag).status())
        .isEqualTo(206);
    Result whole = shop.get("", "/d.txt", "Range", "bytes=0-9", "If-Range", "\"old\"");
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.text()).isEqualTo(DIGITS);
  }

  @Test
  void notModifiedHasTheValidatorsAndNothingElse() throws Exception {
    shop.with(FilesOptions.EXPIRES, "txt=60").launch();
    String tag = String.valueOf(shop.get("", "/d.txt").header("ETag"));
    Result result = shop.get("", "/d.txt", "If-None-Match", tag, "Range", "bytes=0-1");
    assertThat(result.status()).isEqualTo(304);
    assertThat(result.header("ETag")).isEqualTo(tag);
    assertThat(result.header("Cache-Control")).startsWith("max-age=");
    assertThat(result.header("Content-Type")).isNull();
    assertThat(result.header("Content-Length")).isNull();
    assertThat(result.text()).isEmpty();
    assertThat(shop.get("", "/d.txt", "If-Match", "\"old\"").status()).isEqualTo(412);
  }

  @Test
  void changedFileHasAnotherTag() throws Exception {
    shop.launch();
    String before = String.valueOf(shop.get("", "/d.txt").header("ETag"));
    Files.delete(top.resolve("www/d.txt"));
    shop.write("www/d.txt", DIGITS);
    Files.writeString(top.resolve("www/d.txt"), DIGITS.replace('0', 'x'));
    assertThat(shop.get("", "/d.txt").header("ETag")).isNotEqualTo(before);
  }

  @Test
  void timeInTheFutureIsNoTimeOfChange() throws Exception {
    Files.setLastModifiedTime(
        top.resolve("www/d.txt"),
        java.nio.file.attribute.FileTime.from(java.time.Instant.parse("2199-01-01T00:00:00Z")));
    shop.launch();
    assertThat(shop.get("", "/d.txt").header("Last-Modified")).doesNotContain("2199");
  }

  @Test
  void compressedFileGoesToWhoAcceptsIt() throws Exception {
    shop.write("www/d.txt.gz", "GZ");
    shop.write("www/d.txt.br", "BR");
    shop.with(FilesOptions.PRECOMPRESSED, "br, zstd, gzip").launch();
    Result brotli = shop.get("", "/d.txt", "Accept-Encoding", "gzip, br");
    assertThat(brotli.text()).isEqualTo("BR");
    assertThat(brotli.header("Content-Encoding")).isEqualTo("br");
    assertThat(brotli.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(brotli.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(shop.get("", "/d.txt", "Accept-Encoding", "gzip, br;q=0.5").text()).isEqualTo("GZ");
    Result plain = shop.get("", "/d.txt");
    assertThat(plain.text()).isEqualTo(DIGITS);
    assertThat(plain.header("Vary")).isEqualTo("Accept-Encoding");
    assertThat(plain.header("Content-Encoding")).isNull();
    assertThat(plain.header("ETag")).isNotEqualTo(brotli.header("ETag"));
    assertThat(shop.get("", "/d.txt", "Accept-Encoding", "zstd").text()).isEqualTo(DIGITS);
    assertThat(shop.get("", "/d.txt", "Accept-Encoding", "br", "Range", "bytes=1-").text())
        .isEqualTo("R");
  }

  @Test
  void gzipRulesNameTheFiles() throws Exception {
    shop.write("www/d.txt.gz", "GZ");
    shop.write("www/e.css", "e");
    shop.write("www/e.css.gz", "EZ");
    shop.with(FilesOptions.GZIP, "\\.css$").launch();
    assertThat(shop.get("", "/e.css", "Accept-Encoding", "gzip").text()).isEqualTo("EZ");
    Result other = shop.get("", "/d.txt", "Accept-Encoding", "gzip");
    assertThat(other.text()).isEqualTo(DIGITS);
    assertThat(other.header("Vary")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "static-gzip-ext,.css",
    "static-gzip-suffix,.css",
    "static-gzip-dir,www/sub",
    "static-gzip-prefix,www/sub",
    "static-gzip-all,true"
  })
  void everyGzipOptionWorks(String option, String value) throws Exception {
    shop.write("www/sub/e.css", "e");
    shop.write("www/sub/e.css.gz", "EZ");
    shop.with(
            new FilesOptions()
                .options().stream().filter(o -> o.name().equals(option)).findFirst().orElseThrow(),
            value)
        .launch();
    assertThat(shop.get("", "/sub/e.css", "Accept-Encoding", "gzip").text()).isEqualTo("EZ");
  }
}
