package io.trajan.config.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigParserTest {
  static ConfigDocument parse(String text) {
    return ConfigParser.parse("a.cfg", text.getBytes(StandardCharsets.UTF_8));
  }

  private static ConfigEntry only(String text) {
    ConfigDocument document = parse(text);
    assertThat(document.faults()).isEmpty();
    assertThat(document.entries()).hasSize(1);
    return document.entries().getFirst();
  }

  private static List<String> texts(ConfigEntry entry) {
    return entry.items().stream().map(ConfigItem::text).toList();
  }

  private static List<String> faults(String text) {
    return parse(text).faults().stream().map(Fault::toString).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '\0',
      value = {
        "a = b|a|b",
        "a=b|a|b",
        "a: b|a|b",
        "  a  =  b c  |a|b c",
        "http-socket = [::1]:8080|http-socket|[::1]:8080",
        "route = [a-z]+|route|[a-z]+",
        "route = []a]+|route|[]a]+",
        "a = b # no comment|a|b # no comment",
        "a = b=c:d|a|b=c:d",
        "a\\=b = c|a=b|c",
        "a:b = c|a:b|c",
        "a = \"  b  \"|a|  b  ",
        "a = \"b\" c|a|\"b\" c",
        "a = \"b\\\"c\"|a|b\"c",
        "a = C:\\\\x|a|C:\\x",
        "a = \\u00e9|a|é",
        "a = é 漢 😀|a|é 漢 😀",
        "a = b\\ |a|b ",
        "a = $[env:X;default=1]|a|$[env:X;default=1]",
      })
  void oneLineBecomesOneEntry(String line, String key, String value) {
    ConfigEntry entry = only(line);
    assertThat(entry.key()).isEqualTo(key);
    assertThat(entry.text()).isEqualTo(value);
    assertThat(entry.list()).isFalse();
  }

  @Test
  void anEmptyValueIsAValue() {
    assertThat(only("a =").text()).isEmpty();
  }

  @Test
  void aBackslashAtTheEndContinuesTheLine() {
    ConfigDocument document = parse("a = one \\\n   two\\\\\nb = 2\n");
    assertThat(document.faults()).isEmpty();
    assertThat(document.entries().get(0).text()).isEqualTo("one two\\");
    assertThat(document.entries().get(1).place()).hasToString("a.cfg:3");
  }

  @Test
  void carriageReturnsAndTheByteOrderMarkAreNotContent() {
    ConfigDocument document = parse("\ufeffa = 1\r\nb = 2\r\n");
    assertThat(document.faults()).isEmpty();
    assertThat(document.entries()).extracting(ConfigEntry::text).containsExactly("1", "2");
  }

  @Test
  void aListMayGoOverLinesAndEachItemKeepsItsLine() {
    ConfigEntry entry = only("# c\nhosts = [ \"a\",\n  # why\n  \"b c\" , \\\n  \"]\",\n]\n");
    assertThat(entry.list()).isTrue();
    assertThat(texts(entry)).containsExactly("a", "b c", "]");
    assertThat(entry.items()).extracting(item -> item.place().line()).containsExactly(2, 4, 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a = []", "a = [ ]", "a = [\n]", "a = ()", "a = I[]"})
  void aListMayBeEmpty(String text) {
    assertThat(only(text).list()).isTrue();
    assertThat(only(text).items()).isEmpty();
  }

  @Test
  void numberedKeysBecomeOneListInTheOrderOfTheirNumbers() {
    ConfigDocument document = parse("env.10 = c\nx = 1\nenv.2 = b\nenv.1 = a\n");
    assertThat(document.faults()).isEmpty();
    ConfigEntry entry = document.entry("env").orElseThrow();
    assertThat(texts(entry)).containsExactly("a", "b", "c");
    assertThat(entry.place().line()).isEqualTo(1);
  }

  @Test
  void aLetterBeforeTheQuotesNamesTheType() {
    assertThat(only("a = I\"5\"").items().getFirst().tag()).isEqualTo(ConfigTag.INTEGER);
    assertThat(only("a = b[ \"true\" ]").items().getFirst().tag()).isEqualTo(ConfigTag.BOOLEAN);
    assertThat(only("a = L(\"1\",\"2\")").items())
        .extracting(ConfigItem::tag)
        .containsExactly(ConfigTag.LONG, ConfigTag.LONG);
    assertThat(only("a = Z\"5\"").text()).isEqualTo("Z\"5\"");
    assertThat(only("a = I\"5\" or so").items().getFirst().tag()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "just words|a.cfg:1: expected key = value, found \"just words\"",
        "= 1|a.cfg:1: expected a key before the separator",
        "a b = 1|a.cfg:1: a b: a key has neither spaces nor quotes",
        "a = ^/\\d+|a.cfg:1: a = \"^/\\d+\": expected no \\d (write \\\\ for a backslash; known are \\t \\n \\r"
            + " \\f \\uXXXX \\\" \\: \\=)",
        "a = [ \"x\" \"y\" ]|a.cfg:1: a: expected a comma between two items",
        "a = [ \"x|a.cfg:1: a: expected a closing quote in this line",
        "a = [ \"x\" ] y|a.cfg:1: a: expected nothing behind ]",
        "a = [ \"x\", , ]|a.cfg:1: a: expected \"an item\" before the comma",
      })
  void aWrongLineIsAFaultWithItsPlace(String line, String fault) {
    assertThat(faults(line + "\n")).contains(fault);
  }

  @Test
  void aKeyGivenTwiceNamesBothLines() {
    assertThat(faults("a = 1\n\na = 2\nb = 1\nb.1 = 2\nc.1 = 1\nc.01 = 2\nc = 3\n"))
        .containsExactly(
            "a.cfg:3: a: is given twice: already in line 1; a key that takes several is written once, with a list",
            "a.cfg:5: b.1: is given twice: already in line 4 as b",
            "a.cfg:7: c.01: is given twice: already in line 6 as c.1",
            "a.cfg:8: c: is given twice: already in line 6 as c.1");
  }

  @Test
  void aListThatIsNotClosedCostsOneFaultAndNotTheRestOfTheFile() {
    ConfigDocument document = parse("a = [ \"x\",\nb = 1\nc = 2\n");
    assertThat(document.faults())
        .extracting(Fault::toString)
        .containsExactly(
            "a.cfg:1: a: its list is not closed with ]; a text that starts with [ or ( is put in quotes");
    assertThat(document.entries()).extracting(ConfigEntry::key).containsExactly("a", "b", "c");
  }

  @Test
  void bytesThatAreNotUtf8AreAFaultOfTheirLine() {
    byte[] bytes = "a = 1\nb = \u00e9\nc = 3\n".getBytes(StandardCharsets.ISO_8859_1);
    ConfigDocument document = ConfigParser.parse("a.cfg", bytes);
    assertThat(document.faults())
        .extracting(Fault::toString)
        .containsExactly("a.cfg:2: has bytes that are not UTF-8");
    assertThat(document.entries()).hasSize(3);
  }

  @Test
  void controlCharactersAreRefusedAndNeverShownRaw() {
    assertThat(faults("a = 1\u0000\u001b[2J\nb\u0007c\n"))
        .noneMatch(fault -> fault.chars().anyMatch(Character::isISOControl))
        .anyMatch(fault -> fault.startsWith("a.cfg:1: has a control character"));
  }

  @Test
  void eachLimitHoldsAtItsValueAndRefusesOneMore() {
    ConfigLimits limits = new ConfigLimits(60, 4, 3, 5, 2, 100);
    assertLimit(limits, "k = " + "x".repeat(56), "k = " + "x".repeat(57), "larger than 60");
    assertLimit(limits, "\n\n\n", "\n\n\n\n", "longer than 4 lines");
    assertLimit(limits, "abc = 1", "abcd = 1", "longer than 3 characters");
    assertLimit(limits, "a = 12345", "a = 123456", "longer than 5 characters");
    assertLimit(limits, "a = [\"1\",\"2\"]", "a = [\"1\",\"2\",\"3\"]", "more than 2 items");
    assertLimit(limits, "a = [\"12345\"]", "a = [\"123456\"]", "item longer than 5");
  }

  private static void assertLimit(ConfigLimits limits, String within, String beyond, String words) {
    assertThat(ConfigParser.parse("f", within.getBytes(StandardCharsets.UTF_8), limits).faults())
        .noneMatch(fault -> fault.toString().contains(words));
    assertThat(ConfigParser.parse("f", beyond.getBytes(StandardCharsets.UTF_8), limits).faults())
        .anyMatch(fault -> fault.toString().contains(words));
  }

  @Test
  void faultsBeyondTheLimitAreCounted() {
    List<Fault> faults = parse("wrong\n".repeat(150)).faults();
    assertThat(faults).hasSize(101);
    assertThat(faults.getLast()).hasToString("a.cfg: there are 50 more faults");
  }
}
