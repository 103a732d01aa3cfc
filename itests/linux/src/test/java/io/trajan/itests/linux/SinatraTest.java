package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.itests.linux.RackApplication.Engine;
import io.trajan.itests.linux.RackApplication.Way;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A Sinatra application of Debian's packages, as a browser sees it. */
@ParameterizedClass
@EnumSource(Engine.class)
class SinatraTest {
  private static final String FORM = "application/x-www-form-urlencoded";

  @SuppressWarnings("NullAway.Init") // Before each engine.
  private static RackApplication guestbook;

  /** The engine is for the class as a whole. */
  SinatraTest(Engine engine) {}

  @BeforeParameterizedClassInvocation
  static void up(Engine engine) throws Exception {
    Gems.assume("sinatra");
    guestbook = RackApplication.up("sinatra", engine);
  }

  @AfterParameterizedClassInvocation
  static void down() throws Exception {
    if (guestbook != null) {
      guestbook.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void pageIsMadeOfItsTemplateWithTheAddressThatWasAskedFor(Way way) throws Exception {
    HttpResponse<String> page = guestbook.by(way).get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(field(page, "content-type")).isEqualTo("text/html;charset=utf-8");
    assertThat(page.body())
        .contains("<li>Trajan: Felicior Augusto &lt;b&gt;</li>")
        .contains("href=\"" + guestbook.by(way).to("/style.css").build().uri() + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "/hello/Pliny, 200, 'Hello, Pliny'",
    "/hello/a%20%3Cb%3E, 200, 'Hello, a &lt;b&gt;'",
    "/stream, 200, 'line 0\nline 1\nline 2\n'",
    "/nowhere, 404, nothing of that name",
    "/../config.ru, 404, nothing of that name",
    "/halt, 418, no coffee",
    "/broken, 500, an error page of the application"
  })
  void pathHasItsAnswer(String path, int status, String text) throws Exception {
    HttpResponse<String> answer = guestbook.by(Way.PLAIN).get(path);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).isEqualTo(text);
  }

  @Test
  void parametersOfQueryAndFormComeTogether() throws Exception {
    byte[] form = "b=2&a=%C3%A9+1".getBytes(StandardCharsets.US_ASCII);
    assertThat(guestbook.by(Way.PLAIN).post("/echo?c=3", FORM, form).body())
        .isEqualTo("a=\u00c3\u00a9 1&b=2&c=3");
  }

  @ParameterizedTest
  @EnumSource
  void redirectNamesTheWholeAddress(Way way) throws Exception {
    HttpResponse<String> answer = guestbook.by(way).get("/away");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(field(answer, "location"))
        .isEqualTo(guestbook.by(way).to("/").build().uri().toString());
  }

  @ParameterizedTest
  @EnumSource
  void sessionLivesInItsCookie(Way way) throws Exception {
    Browser browser = guestbook.by(way);
    byte[] form = "name=Hadrian&words=ave".getBytes(StandardCharsets.US_ASCII);
    HttpResponse<String> signed = browser.post("/sign", FORM, form);
    assertThat(signed.statusCode()).isEqualTo(303);
    String cookie = field(signed, "set-cookie").replaceFirst(";.*", "");
    assertThat(browser.send(browser.to("/").header("Cookie", cookie)).body())
        .contains("<li>Hadrian: ave</li>");
    assertThat(browser.get("/").body()).doesNotContain("Hadrian");
  }

  @Test
  void publicFileIsServedWholeInPartAndNotTwice() throws Exception {
    Browser browser = guestbook.by(Way.PLAIN);
    HttpResponse<String> whole = browser.get("/style.css");
    assertThat(whole.body()).startsWith("body {").hasSize(59);
    assertThat(field(whole, "content-type")).startsWith("text/css");
    assertThat(field(whole, "content-length")).isEqualTo("59");
    HttpResponse<String> part = browser.send(browser.to("/style.css").header("Range", "bytes=0-3"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("body");
    String changed = field(whole, "last-modified");
    HttpResponse<String> again =
        browser.send(browser.to("/style.css").header("If-Modified-Since", changed));
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void headHasTheFieldsOfThePageAndNothingElse() throws Exception {
    Browser browser = guestbook.by(Way.PLAIN);
    HttpResponse<String> head = browser.send(browser.to("/").HEAD());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(field(head, "content-length"))
        .isEqualTo(Integer.toString(browser.get("/").body().length()));
  }

  private static String field(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("absent");
  }
}
