package io.trajan.vassal.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.config.codec.BadValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "*,abc,true",
    "*,'',true",
    "a*,abc,true",
    "*c,abc,true",
    "a*c,abc,true",
    "a*b,abc,false",
    "?bc,abc,true",
    "?,'',false",
    "[a-c]x,bx,true",
    "[!a-c]x,bx,false",
    "[^a]x,bx,true",
    "[]]x,]x,true",
    "[a-]x,-x,true",
    "[x,[x,true",
    "\\*,*,true",
    "\\*,x,false",
    "*,.hidden,false",
    ".*,.hidden,true",
    "**a,xa,true",
    "abc,abcd,false",
    "'',x,false",
    "a\\,a\\,true"
  })
  void aNameFitsOrDoesNot(String pattern, String name, boolean fits) {
    assertThat(Wildcard.fits(pattern, name)).isEqualTo(fits);
  }

  @Test
  void manyStarsCostLittle() {
    String pattern = "*a".repeat(120) + "b";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> Wildcard.fits(pattern, "a".repeat(250)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*|a.txt b.txt d/ e/", "*.txt|a.txt b.txt", "*/*|d/x d/y e/x", "[de]/x|d/x e/x",
            "d/*|d/x d/y", "*/|d/ e/",
        "nope/*|nope/*", "d|d/", "a.txt|a.txt", ".h*|.hidden", "d/../a*|d/../a.txt", "''|''"
      })
  void namesAreFoundAsTheShellFindsThem(String pattern, String expected) throws Exception {
    for (String name : new String[] {"a.txt", "b.txt", ".hidden", "d/x", "d/y", "e/x"}) {
      Files.createDirectories(directory.resolve(name).getParent());
      Files.writeString(directory.resolve(name), "");
    }
    LocalFiles files = new LocalFiles(directory, Reach.of(directory));
    assertThat(String.join(" ", Glob.matches(pattern, files))).isEqualTo(expected);
    assertThat(Glob.matches(directory + "/a*", files)).containsExactly(directory + "/a.txt");
  }

  @Test
  void aPatternThatFitsTooMuchIsRefused() throws Exception {
    for (int i = 0; i <= Glob.MATCHES_AT_MOST; i++) {
      Files.createFile(directory.resolve("f" + i));
    }
    LocalFiles files = new LocalFiles(directory, Reach.of(directory));
    assertThatThrownBy(() -> Glob.matches("f*", files))
        .isInstanceOf(BadValueException.class)
        .hasMessage("a pattern that at most 1000 names fit");
  }
}
