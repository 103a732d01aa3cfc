package io.trajan.vassal.process.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanTest {
  @Test
  void planBeginsAndEndsSoThatAPartOfItIsKnown() {
    assertThat(new Plan().line("umask", "022").line("exec", "/bin/true", "a b").text())
        .isEqualTo("plan 1\numask 022\nexec /bin/true a%20b\nend\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"a%b;a%25b", "tab\there;tab%09here", "s\u00e9;s%C3%A9", "'x y ';x%20y%20"})
  void argumentsAreEncoded(String argument, String encoded) {
    assertThat(new Plan().line("print", argument).text()).contains("print " + encoded + "\n");
  }

  @Test
  void lineEndsCannotBecomeLines() {
    assertThat(new Plan().line("env", "A", "x\nexec /bin/evil\r").text())
        .isEqualTo("plan 1\nenv A x%0Aexec%20/bin/evil%0D\nend\n");
  }
}
