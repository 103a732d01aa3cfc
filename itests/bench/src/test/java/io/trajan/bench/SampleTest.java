package io.trajan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SampleTest {
  private static final String WRK =
      """
      Running 4s test @ http://127.0.0.1:7102/
        1 threads and 32 connections
        Thread Stats   Avg      Stdev     Max   +/- Stdev
          Latency     2.01ms    1.13ms  13.38ms   75.53%
          Req/Sec     8.45k   312.00     9.10k    70.00%
        Latency Distribution
           50%  980.00us
           75%    2.40ms
           90%    3.10ms
           99%    1.20s
        33809 requests in 4.02s, 3.10MB read
        Socket errors: connect 1, read 33809, write 2, timeout 3
        Non-2xx or 3xx responses: 7
      Requests/sec:   8402.56
      Transfer/sec:    788.12KB
      """;

  @Test
  void ratesPercentilesAndErrorsAreReadFromTheOutputOfWrk() {
    assertThat(Sample.ofWrk(WRK)).isEqualTo(new Sample(8402.56, 0.98, 1200, 33822, 0));
  }

  @Test
  void anOutputWithoutFiguresCountsAsNothing() {
    assertThat(Sample.ofWrk("unable to connect to 127.0.0.1:1 Connection refused"))
        .isEqualTo(new Sample(0, 0, 0, 0, 0));
  }
}
