package io.trajan.config.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {
  private static final ValueType<Long> SIZE = ValueTypes.size(4096, 1L << 40);
  private static final ValueType<Duration> DURATION =
      ValueTypes.duration(Duration.ofMillis(1), Duration.ofDays(2));

  private static BadValueException refusal(ValueType<?> type, String text) {
    return catchThrowableOfType(BadValueException.class, () -> type.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "4096,4096",
    "4k,4096",
    "4K,4096",
    "128M,134217728",
    "1G,1073741824",
    "1T,1099511627776",
    "8 K,8192"
  })
  void sizesTakeBytesAndPowersOf1024(String text, long bytes) throws BadValueException {
    assertThat(SIZE.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "K",
        "-1",
        "4095",
        "1025G",
        "2T",
        "1.5G",
        "128X",
        "0x10",
        "9999999999999999999",
        "99999999999T"
      })
  void otherSizesAreRefused(String text) {
    assertThat(refusal(SIZE, text)).hasMessage("a size such as 128M from 4K to 1T");
  }

  @Test
  void aSizeWithBytesBehindItIsUnderstoodButNotAccepted() {
    assertThat(refusal(SIZE, "128MB").nearest()).isEqualTo("128M");
    assertThat(refusal(SIZE, "128MiB").nearest()).isEqualTo("128M");
    assertThat(refusal(SIZE, "1").nearest()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "30,30000",
    "30s,30000",
    "1500ms,1500",
    "1.5,1500",
    "0.5h,1800000",
    "2m,120000",
    "1d,86400000",
    "30 S,30000"
  })
  void durationsTakeSecondsOrAUnit(String text, long ms) throws BadValueException {
    assertThat(DURATION.parse(text)).isEqualTo(Duration.ofMillis(ms));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "-1s",
        "0",
        "3d",
        "1.2345ms",
        "1..5",
        "1w",
        "999999999999999d",
        "1e3",
        "٣s"
      })
  void otherDurationsAreRefused(String text) {
    assertThat(refusal(DURATION, text))
        .hasMessage("a duration such as 30s or 1500ms from 1ms to 2d");
  }

  @Test
  void unitsWriteWhatTheTypesRead() throws BadValueException {
    for (long bytes : new long[] {4096, 5000, 1 << 20, 3L << 30, 1L << 40}) {
      assertThat(SIZE.parse(Units.size(bytes))).isEqualTo(bytes);
    }
    for (long ms : new long[] {1, 999, 1000, 61_000, 3_600_000, 86_400_000}) {
      Duration duration = Duration.ofMillis(ms);
      assertThat(DURATION.parse(Units.duration(duration))).isEqualTo(duration);
    }
    assertThat(Units.size(0)).isEqualTo("0");
    assertThat(Units.duration(Duration.ZERO)).isEqualTo("0s");
  }

  @Test
  void wholeNumbersKeepTheirRange() throws BadValueException {
    ValueType<Integer> threads = ValueTypes.integer(1, 1024);
    assertThat(threads.parse("1")).isEqualTo(1);
    assertThat(threads.parse("1024")).isEqualTo(1024);
    for (String text : List.of("0", "1025", "many", "", "1.0", "99999999999999999999", "1_0")) {
      assertThat(refusal(threads, text)).hasMessage("a whole number from 1 to 1024");
    }
    assertThat(ValueTypes.wide(0, Long.MAX_VALUE).expectation())
        .isEqualTo("a whole number, at least 0");
    assertThat(ValueTypes.decimal(0, 1).parse("0.25")).isEqualTo(0.25);
    assertThatThrownBy(() -> ValueTypes.decimal(0, 1).parse("NaN"))
        .isInstanceOf(BadValueException.class);
  }

  @Test
  void wordsOfABooleanAreThoseOfPeople() throws BadValueException {
    for (String text : List.of("true", "YES", "on", "1")) {
      assertThat(ValueTypes.bool().parse(text)).isTrue();
    }
    for (String text : List.of("False", "no", "off", "0")) {
      assertThat(ValueTypes.bool().parse(text)).isFalse();
    }
    assertThat(refusal(ValueTypes.bool(), "ture")).hasMessage("true or false");
  }

  @Test
  void aWordOutsideTheListIsAnsweredWithTheNearest() throws BadValueException {
    ValueType<String> engine = ValueTypes.oneOf("auto", "embedded", "process");
    assertThat(engine.parse("auto")).isEqualTo("auto");
    assertThat(refusal(engine, "embeded"))
        .hasMessage("one of auto, embedded, process")
        .extracting(BadValueException::nearest)
        .isEqualTo("embedded");
    assertThat(ValueTypes.oneOf(Thread.State.class).parse("timed-waiting"))
        .isEqualTo(Thread.State.TIMED_WAITING);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:8080, 127.0.0.1, 8080",
    ":80, '', 80",
    ":0, '', 0",
    "[::1]:443, ::1, 443",
    "[::ffff:1.2.3.4]:1, ::ffff:1.2.3.4, 1",
    "app-1.example.org:65535, app-1.example.org, 65535",
    "localhost:1, localhost, 1",
  })
  void addressesOfTheNetwork(String text, String host, int port) throws BadValueException {
    assertThat(ValueTypes.address().parse(text)).isEqualTo(new Address.Inet(host, port));
    assertThat(ValueTypes.address().parse(text)).hasToString(text);
  }

  @Test
  void addressesOfUnixSockets() throws BadValueException {
    ValueType<Address> type = ValueTypes.address();
    assertThat(type.parse("/run/a.sock")).isEqualTo(new Address.Unix(Path.of("/run/a.sock")));
    assertThat(type.parse("run/a:b.sock")).isEqualTo(new Address.Unix(Path.of("run/a:b.sock")));
    assertThat(type.parse("a.sock")).isEqualTo(new Address.Unix(Path.of("a.sock")));
    assertThat(type.parse("@name")).isEqualTo(new Address.Abstract("name"));
    assertThat(type.parse("/" + "x".repeat(106))).isInstanceOf(Address.Unix.class);
    assertThat(refusal(type, "/" + "x".repeat(107))).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        ":65536",
        ":",
        "host:",
        "a b:80",
        "300.1.1.1:80",
        "1.2.3:80",
        "[::1]",
        "[::1]80",
        "[x]:80",
        "-a:80",
        "a..b:80",
        "host:80x",
        "[1.2.3.4]:80"
      })
  void otherAddressesAreRefused(String text) {
    assertThat(refusal(ValueTypes.address(), text)).isNotNull();
  }

  @Test
  void anAddressThatLacksAColonOrBracketsIsAskedAbout() {
    assertThat(refusal(ValueTypes.address(), "8080").nearest()).isEqualTo(":8080");
    assertThat(refusal(ValueTypes.address(), "fe80::1:80").nearest()).isEqualTo("[fe80::1]:80");
  }

  @Test
  void aPatternIsMatchedWithinABudget() throws Exception {
    BoundedPattern pattern = ValueTypes.regex().parse("(a+)+b");
    assertThat(pattern.find("xaaab")).isNotNull();
    assertThat(pattern.matches("aab")).isTrue();
    assertThat(pattern.find("xyz")).isNull();
    assertThatThrownBy(() -> ValueTypes.regex().parse("(x+x+)+y").matches("x".repeat(60)))
        .isInstanceOf(CostlyMatchException.class);
    assertThatThrownBy(() -> ValueTypes.regex().parse("(a|b)*c").matches("ab".repeat(100_000)))
        .isInstanceOf(CostlyMatchException.class);
  }

  @Test
  void aPatternThatIsNoneIsRefusedWithTheReason() {
    assertThat(refusal(ValueTypes.regex(), "a(b")).hasMessageContaining("Unclosed group");
    assertThat(refusal(ValueTypes.regex(), "x".repeat(4097))).isNotNull();
    assertThat(refusal(ValueTypes.regex(), "(".repeat(4096))).isNotNull();
  }

  @Test
  void listsApplyTheirItemsType() throws BadValueException {
    ValueType<List<Integer>> ports = ValueTypes.list(ValueTypes.port(), ',');
    assertThat(ports.parse("80, 443")).containsExactly(80, 443);
    assertThat(ports.parse("")).isEmpty();
    assertThat(refusal(ports, "80,,443"))
        .hasMessage("a list, separated by ',', each a port from 1 to 65535");
  }

  @Test
  void pathsAreNotLookedAt() throws BadValueException {
    assertThat(ValueTypes.path().parse("../apps/x")).isEqualTo(Path.of("../apps/x"));
    assertThat(refusal(ValueTypes.path(), "")).isNotNull();
    assertThat(refusal(ValueTypes.path(), "a\0b")).isNotNull();
  }
}
