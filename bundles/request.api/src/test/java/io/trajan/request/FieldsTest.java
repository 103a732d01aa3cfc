package io.trajan.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsTest {
  @Test
  void namesCompareWithoutCase() {
    Fields fields = Fields.of("Content-Type", "text/plain", "X", "1");
    assertThat(fields.get("content-TYPE")).isEqualTo("text/plain");
    assertThat(fields.has("x")).isTrue();
    assertThat(fields.get("Content")).isNull();
  }

  @Test
  void orderOfArrivalIsKeptAndRepetitionAllowed() {
    Fields fields = new Fields().add("A", "1").add("b", "2").add("a", "3");
    assertThat(fields.all("A")).containsExactly("1", "3");
    assertThat(fields.get("a")).isEqualTo("1");
    assertThat(flat(fields)).containsExactly("A", "1", "b", "2", "a", "3");
    assertThat(fields.name(1) + fields.value(1)).isEqualTo("b2");
  }

  @Test
  void removeTakesEveryFieldOfThatNameAndClosesTheGap() {
    Fields fields = Fields.of("a", "1", "B", "2", "A", "3", "c", "4");
    fields.remove("a");
    assertThat(flat(fields)).containsExactly("B", "2", "c", "4");
    fields.remove("nothing");
    assertThat(fields.size()).isEqualTo(2);
  }

  @Test
  void setReplacesAllByOneAtTheEnd() {
    Fields fields = Fields.of("a", "1", "b", "2", "A", "3").set("a", "4");
    assertThat(flat(fields)).containsExactly("b", "2", "a", "4");
  }

  @Test
  void holdsMoreThanItMadeRoomFor() {
    Fields fields = new Fields();
    for (int i = 0; i < 1000; i++) {
      fields.add("n" + i, "v" + i);
    }
    assertThat(fields.size()).isEqualTo(1000);
    assertThat(fields.get("N999")).isEqualTo("v999");
  }

  @Test
  void oddNumberOfStringsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Fields.of("a"));
  }

  @Test
  void indexPastTheEndIsNoField() {
    Fields fields = Fields.of("a", "1");
    assertThat(fields.size()).isEqualTo(1);
    assertThatThrownBy(() -> fields.name(100)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static List<String> flat(Fields fields) {
    List<String> all = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          all.add(name);
          all.add(value);
        });
    return all;
  }
}
