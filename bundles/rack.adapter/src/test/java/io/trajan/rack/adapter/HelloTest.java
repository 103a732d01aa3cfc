package io.trajan.rack.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.testkit.FakeResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelloTest {
  @Test
  void smallestApplicationAnswers(@TempDir Path directory) throws Exception {
    try (Stage stage = new Stage(directory)) {
      stage.serve(
          "run ->(env) { [200, {'content-type' => 'text/plain'}, ['hello ', env['PATH_INFO']]] }");
      FakeResponse response = stage.get("/world");
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.text()).isEqualTo("hello /world");
      assertThat(response.header("content-type")).isEqualTo("text/plain");
    }
  }
}
