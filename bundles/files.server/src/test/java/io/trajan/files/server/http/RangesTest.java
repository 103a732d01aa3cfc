package io.trajan.files.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.files.server.http.Ranges.Part;
import io.trajan.files.server.http.Ranges.Parts;
import io.trajan.files.server.http.Ranges.Unsatisfiable;
import io.trajan.files.server.http.Ranges.Whole;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangesTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {
        "bytes=0-9 => 0-9",
        "bytes=0-0 => 0-0",
        "bytes=99-99 => 99-99",
        "bytes=0-99 => 0-99",
        "bytes=50- => 50-99",
        "bytes=0- => 0-99",
        "bytes=-5 => 95-99",
        "bytes=-100 => 0-99",
        "bytes=-500 => 0-99",
        "bytes=90-1000 => 90-99",
        "BYTES=0-9 => 0-9",
        "bytes= 0-9 , 20-29 => 0-9 20-29",
        "bytes=20-29,0-9 => 20-29 0-9",
        "bytes=,0-9,, => 0-9",
        "bytes=0-9,10-19 => 0-19",
        "bytes=0-9,5-14 => 0-14",
        "bytes=50-59,0-9,55-64 => 50-64 0-9",
        "bytes=0-0,200-300 => 0-0",
        "bytes=0-0,-1 => 0-0 99-99",
        "bytes=99999999999999999999-,3-4 => 3-4",
        "bytes=3-99999999999999999999999 => 3-99",
        "bytes=100- => none",
        "bytes=100-200 => none",
        "bytes=-0 => none",
        "bytes=-0,300- => none",
        "bytes=99999999999999999999- => none",
        "bytes= => whole",
        "bytes=, => whole",
        "bytes=9-0 => whole",
        "bytes=a-b => whole",
        "bytes=1 => whole",
        "bytes=- => whole",
        "bytes=--5 => whole",
        "bytes=1-2-3 => whole",
        "bytes=+1-2 => whole",
        "bytes=0-9,x => whole",
        "bytes 0-9 => whole",
        "items=0-9 => whole",
        "bytes=0-49,50-99 => whole",
      })
  void ofAHundredBytes(String field, String parts) {
    assertThat(text(Ranges.parse(field, 100))).isEqualTo(parts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      value = {"bytes=0-9 => none", "bytes=0- => none", "bytes=-5 => whole", "bytes=-0 => none"})
  void ofNothing(String field, String parts) {
    assertThat(text(Ranges.parse(field, 0))).isEqualTo(parts);
  }

  @Test
  void withoutAFieldEverythingIsWanted() {
    assertThat(Ranges.parse(null, 100)).isEqualTo(new Whole());
  }

  @Test
  void tooManyPartsAreNotWorthIt() {
    assertThat(Ranges.parse(apart(Ranges.MAX_PARTS), 10_000)).isInstanceOf(Parts.class);
    assertThat(Ranges.parse(apart(Ranges.MAX_PARTS + 1), 10_000)).isEqualTo(new Whole());
  }

  @Test
  void thousandsOfRangesAreReadInBoundedTimeAndAnsweredWithTheWhole() {
    assertThat(Ranges.parse(apart(100_000), Long.MAX_VALUE)).isEqualTo(new Whole());
    String same = "bytes=" + "0-1,".repeat(100_000);
    assertThat(Ranges.parse(same, 100)).isEqualTo(new Whole());
  }

  @Test
  void contentRangeNamesTheSize() {
    assertThat(new Part(0, 9).contentRange(100)).isEqualTo("bytes 0-9/100");
    assertThat(new Part(0, 9).length()).isEqualTo(10);
  }

  @Test
  void garbageAlwaysEndsInAnAnswerWithinTheSize() {
    long seed = 20_260_101;
    Random random = new Random(seed);
    String alphabet = "0123456789-,= \tbytes*.";
    for (int i = 0; i < 20_000; i++) {
      String field =
          "bytes="
              + random
                  .ints(random.nextInt(30), 0, alphabet.length())
                  .mapToObj(c -> "" + alphabet.charAt(c))
                  .collect(Collectors.joining());
      if (Ranges.parse(field, 50) instanceof Parts parts) {
        assertThat(parts.parts())
            .as("seed %d: %s", seed, field)
            .allMatch(p -> p.first() >= 0 && p.first() <= p.last() && p.last() < 50);
      }
    }
  }

  private static String apart(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> i * 10L + "-" + (i * 10L + 1))
        .collect(Collectors.joining(",", "bytes=", ""));
  }

  private static String text(Ranges.Wish wish) {
    return switch (wish) {
      case Whole whole -> "whole";
      case Unsatisfiable none -> "none";
      case Parts parts ->
          parts.parts().stream()
              .map(p -> p.first() + "-" + p.last())
              .collect(Collectors.joining(" "));
    };
  }
}
