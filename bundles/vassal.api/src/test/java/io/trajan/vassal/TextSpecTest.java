package io.trajan.vassal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.Place;
import io.trajan.config.codec.ValueType;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextSpecTest {
  private static final ValueType<Integer> NUMBER =
      new ValueType<>() {
        @Override
        public Integer parse(String text) throws BadValueException {
          try {
            return Integer.valueOf(text);
          } catch (NumberFormatException e) {
            throw new BadValueException(expectation());
          }
        }

        @Override
        public String expectation() {
          return "a whole number";
        }

        @Override
        public String name() {
          return "number";
        }
      };
  private static final Option<Integer> THREADS = Option.of("threads", NUMBER, "How many.").or(4);
  private static final Option<Integer> PORTS = Option.of("port", NUMBER, "Where.").repeated();

  private static Given given(String option, String value, int line) {
    return Given.of(option, value, new Place("hello.cfg", line));
  }

  private static VassalSpec spec(Given... given) {
    return VassalSpec.of("hello", Path.of("/vassals/hello.cfg"), List.of(given));
  }

  @Test
  void anOptionThatIsNotGivenHasItsDefaultAndTheFileAsPlace() {
    VassalSpec spec = spec();
    assertThat(spec.has(THREADS)).isFalse();
    assertThat(spec.value(THREADS)).hasValue(4);
    assertThat(spec.values(THREADS)).containsExactly(4);
    assertThat(spec.value(PORTS)).isEmpty();
    assertThat(spec.values(PORTS)).isEmpty();
    assertThat(spec.place(PORTS)).isEqualTo(new Place("/vassals/hello.cfg", 0));
  }

  @Test
  void repeatedValuesKeepTheirOrderAndTheLastOneCounts() {
    VassalSpec spec = spec(given("port", "2", 1), given("threads", "9", 2), given("port", "1", 3));
    assertThat(spec.values(PORTS)).containsExactly(2, 1);
    assertThat(spec.value(PORTS)).hasValue(1);
    assertThat(spec.place(PORTS).line()).isEqualTo(3);
    assertThat(spec.require(THREADS)).isEqualTo(9);
    assertThat(spec.options()).containsExactlyInAnyOrder("port", "threads");
  }

  @Test
  void digestIgnoresLinesAndTheOrderOfDifferentOptionsOnly() {
    String digest = spec(given("port", "1", 1), given("threads", "2", 2)).digest();
    assertThat(spec(given("threads", "2", 7), given("port", "1", 9)).digest()).isEqualTo(digest);
    assertThat(spec(given("port", "1", 1), given("threads", "3", 2)).digest()).isNotEqualTo(digest);
    assertThat(spec(given("port", "1", 1), given("port", "2", 2)).digest())
        .isNotEqualTo(spec(given("port", "2", 1), given("port", "1", 2)).digest());
    assertThat(spec(given("port", "1=1", 1)).digest())
        .isNotEqualTo(spec(given("port", "1", 1), given("port", "1", 1)).digest());
  }

  @Test
  void aTextItsTypeRefusesIsToldWithoutTheSecret() {
    VassalSpec spec = spec(new Given("threads", "s3cret", "***", new Place("hello.cfg", 3)));
    assertThatThrownBy(() -> spec.value(THREADS))
        .hasMessage("hello.cfg:3: threads = \"***\": expected a whole number");
    assertThat(spec.toString()).doesNotContain("s3cret");
  }
}
