package io.trajan.vassal.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.config.codec.BadValueException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MagicTest {
  private static final Host HOST = new Host("vm", "1.0", name -> null);
  private static final FileName MAIN = new FileName(Path.of("/tmp/ini/m.ini"), "m.ini", "");
  private static final FileName INCLUDED =
      new FileName(Path.of("/etc/uwsgi/common/base.one.ini"), "../common/base.one.ini", "rack");
  private static final FileName BARE = new FileName(Path.of("/bare"), "bare", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain|plain",
        "%n %e %s|m ini m.ini",
        "%p %d %c %v|/tmp/ini/m.ini /tmp/ini/ ini /tmp/ini",
        "%o [%x]|m.ini []",
        "%0-%1-%2|tmp-ini-",
        "%h %V|vm 1.0",
        "%j|8009CC24",
        "%%n 100%%|%n 100%",
        "%(a) %%(b)|%(a) %(b)",
        "100%|100%"
      })
  void theVassalsOwnFileSeesItself(String text, String expected) throws BadValueException {
    assertThat(Magic.of(MAIN, MAIN, HOST).expand(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%n %e %s|base.one ini base.one.ini",
        "%p %d %c %v|/etc/uwsgi/common/base.one.ini /etc/uwsgi/common/ common /tmp/ini",
        "%o %x|../common/base.one.ini rack",
        "%N %E %S|m ini m.ini",
        "%P %D %C %O [%X]|/tmp/ini/m.ini /tmp/ini/ ini m.ini []",
        "%J|8009CC24",
        "%V|1.0"
      })
  void anIncludedFileSeesItselfInSmallAndTheVassalsInCapitalLetters(String text, String expected)
      throws BadValueException {
    assertThat(Magic.of(INCLUDED, MAIN, HOST).expand(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"%n|bare", "%e[]|[]", "%d|/", "%c[]|[]", "%0[]|[]", "%v|/"})
  void aFileWithoutExtensionInTheRootHasEmptyParts(String text, String expected)
      throws BadValueException {
    assertThat(Magic.of(BARE, BARE, HOST).expand(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x%q|no %q (write %% for a percent sign; known are %% %( %0 %G %U %V %[ %c %d",
        "50% of|no %  (write %%",
        "%t|no %t: a file is read whenever it changes",
        "%T|no %T: a file is read whenever it changes",
        "%b|no %b: there is no uWSGI binary"
      })
  void whatHasNoMeaningIsRefusedWithTheReason(String text, String expected) {
    assertThatThrownBy(() -> Magic.of(MAIN, MAIN, HOST).expand(text))
        .isInstanceOf(BadValueException.class)
        .hasMessageStartingWith(expected);
  }

  @Test
  void aBracketBeginsAnEscapeSequence() throws BadValueException {
    assertThat(Magic.of(MAIN, MAIN, HOST).expand("%[31m")).isEqualTo("\u001b[31m");
  }

  @Test
  void theUserAndTheProcessorsAreThoseOfThisProcess() {
    Magic magic = Magic.of(MAIN, MAIN, HOST);
    assertThat(magic.get('U')).isEqualTo(System.getProperty("user.name"));
    assertThat(magic.get('u')).matches("[0-9]+");
    assertThat(magic.get('g')).matches("[0-9]+");
    assertThat(magic.get('G')).isNotEmpty();
    assertThat(magic.get('k')).isEqualTo("" + Runtime.getRuntime().availableProcessors());
  }
}
