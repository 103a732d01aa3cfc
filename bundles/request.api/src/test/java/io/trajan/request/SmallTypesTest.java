package io.trajan.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SmallTypesTest {
  @Test
  void endpointsPrintAsPeopleWriteThem() {
    assertThat(new Endpoint("192.0.2.1", 80)).hasToString("192.0.2.1:80");
    assertThat(new Endpoint("2001:db8::1", 80)).hasToString("[2001:db8::1]:80");
    assertThat(new Endpoint("/run/app.sock", -1)).hasToString("/run/app.sock");
    assertThat(new Endpoint("", -1)).hasToString("unix:");
    assertThat(new Endpoint("@app", -1).isUnix()).isTrue();
  }

  @Test
  void emptyBodyEndsAtEveryRead() {
    List<String> seen = new ArrayList<>();
    ByteSource.Reader reader =
        new ByteSource.Reader() {
          @Override
          public void piece(ByteBuffer bytes) {
            seen.add("piece");
          }

          @Override
          public void end(Fields trailers) {
            seen.add("end " + trailers.size());
          }

          @Override
          public void failed(IOException cause) {
            seen.add("failed");
          }
        };
    RequestBody.EMPTY.read(reader);
    RequestBody.EMPTY.read(reader);
    assertThat(seen).containsExactly("end 0", "end 0");
    assertThat(RequestBody.EMPTY.isComplete()).isTrue();
    assertThat(RequestBody.EMPTY.length()).isZero();
  }
}
