package io.trajan.itests.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/** The JDK's client bound to one server and one version of HTTP, which it insists on. */
final class Browser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client;
  private final HttpClient.Version version;
  private final String origin;

  /** A client of {@code origin}, as in {@code https://localhost:443}. */
  Browser(String origin, HttpClient.Version version, SSLContext trust) {
    this.origin = origin;
    this.version = version;
    this.client =
        HttpClient.newBuilder().version(version).sslContext(trust).connectTimeout(PATIENCE).build();
  }

  /** The client itself. */
  HttpClient client() {
    return client;
  }

  /** The address of a WebSocket there. */
  URI webSocket(String target) {
    return URI.create(origin.replaceFirst("^http", "ws") + target);
  }

  /** A request to be filled in. */
  HttpRequest.Builder to(String target) {
    return HttpRequest.newBuilder(URI.create(origin + target)).timeout(PATIENCE);
  }

  /** The answer to GET. */
  HttpResponse<String> get(String target) throws IOException, InterruptedException {
    return send(to(target));
  }

  /** The answer to POST with a body of a type. */
  HttpResponse<String> post(String target, String type, byte[] body)
      throws IOException, InterruptedException {
    return send(to(target).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
  }

  /** The answer, a character for each byte. */
  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return insisting(
        client.send(request.build(), BodyHandlers.ofString(StandardCharsets.ISO_8859_1)));
  }

  /** The answer as it arrives. */
  HttpResponse<InputStream> begin(String target) throws IOException, InterruptedException {
    return insisting(client.send(to(target).build(), BodyHandlers.ofInputStream()));
  }

  private <T> HttpResponse<T> insisting(HttpResponse<T> answer) {
    assertThat(answer.version()).isEqualTo(version);
    return answer;
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }
}
