package io.trajan.files.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedCodingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "gzip => gzip 1000 br 0",
        "GZIP, br;q=0.5 => gzip 1000 br 500",
        "gzip ; q=0.001 => gzip 1 br 0",
        "x-gzip => gzip 1000 br 0",
        "* => gzip 1000 br 1000",
        "*;q=0.2, gzip;q=0 => gzip 0 br 200",
        "gzip;q=0 => gzip 0 br 0",
        "gzip;q=0.0000 => gzip 0 br 0",
        "gzip;q=2 => gzip 0 br 0",
        "gzip;q=-1 => gzip 0 br 0",
        "gzip;q= => gzip 0 br 0",
        "gzip;level=9 => gzip 0 br 0",
        "identity => gzip 0 br 0",
        "gzipped, brotli => gzip 0 br 0",
        "br;q=1.000,gzip;q=0.999 => gzip 999 br 1000",
      })
  void weightsAreRead(String field, String weights) {
    AcceptedCodings accepted = AcceptedCodings.of(Fields.of("Accept-Encoding", field));
    assertThat("gzip " + accepted.quality("gzip") + " br " + accepted.quality("br"))
        .isEqualTo(weights);
  }

  @Test
  void withoutTheFieldNothingIsAccepted() {
    assertThat(AcceptedCodings.of(new Fields()).quality("gzip")).isZero();
  }

  @Test
  void severalFieldsAreOneList() {
    Fields fields = Fields.of("Accept-Encoding", "br", "accept-encoding", "gzip");
    assertThat(AcceptedCodings.of(fields).quality("gzip")).isEqualTo(1000);
  }
}
