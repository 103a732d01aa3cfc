package io.trajan.shell.server.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trajan.shell.CompleteWith;
import io.trajan.shell.Example;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.felix.gogo.runtime.CommandProcessorImpl;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;

class BindingTest {
  private static final CommandSession SESSION =
      new CommandProcessorImpl().createSession(System.in, System.out, System.err);

  private static final Conversions.World WORLD =
      new Conversions.World() {
        @Override
        public Path directory() {
          return Path.of("/where");
        }

        @Override
        public List<Bundle> bundles() {
          return List.of();
        }

        @Override
        public @Nullable Object convert(Class<?> type, Object value) {
          return null;
        }
      };

  /** Says what it was called with. */
  @Descriptor("Samples")
  public static final class Sample {
    @Descriptor("Lists")
    @Example("sample:list --min 5 a b")
    public String list(
        CommandSession session,
        @Parameter(
                names = {"-a", "--all"},
                presentValue = "true",
                absentValue = "false")
            @Descriptor("also the gone")
            boolean all,
        @Parameter(
                names = {"-m", "--min"},
                absentValue = "0")
            int min,
        @Parameter(names = "--since", absentValue = "") @Nullable Duration since,
        @Parameter(names = "--tag", absentValue = "") String[] tag,
        @CompleteWith("vassal") String... vassal) {
      return all
          + " "
          + min
          + " "
          + since
          + " "
          + Arrays.toString(tag)
          + " "
          + Arrays.toString(vassal);
    }

    public String log(String vassal) {
      return "log " + vassal;
    }

    public String log(String vassal, int lines) {
      return "log " + vassal + " last " + lines;
    }

    public String set(Thread.State state, double factor, Path file, Object any) {
      return state + " " + factor + " " + file + " " + any;
    }

    public String _import(String text) {
      return "import " + text;
    }
  }

  private static Object call(String function, Object... words) throws Exception {
    CommandSpec spec = SpecReader.read(Sample.class, "sample", function);
    Binder.Call call = new Binder(spec, WORLD, SESSION).bind(List.of(words));
    return call.method().invoke(new Sample(), call.parameters());
  }

  static Stream<Arguments> good() {
    return Stream.of(
        Arguments.of("list", new Object[] {}, "false 0 null [] []"),
        Arguments.of(
            "list", new Object[] {"--all", "x", "--min", "5", "y"}, "true 5 null [] [x, y]"),
        Arguments.of("list", new Object[] {"-m", "-5", "-a"}, "true -5 null [] []"),
        Arguments.of("list", new Object[] {"--min=7", "--since", "1m30s"}, "false 7 PT1M30S [] []"),
        Arguments.of("list", new Object[] {"--tag", "a", "--tag=b"}, "false 0 null [a, b] []"),
        Arguments.of("list", new Object[] {"--", "--all", "-x"}, "false 0 null [] [--all, -x]"),
        Arguments.of("list", new Object[] {"-3", "-"}, "false 0 null [] [-3, -]"),
        Arguments.of("log", new Object[] {"shop"}, "log shop"),
        Arguments.of("log", new Object[] {"shop", "5"}, "log shop last 5"),
        Arguments.of("log", new Object[] {"shop", 5L}, "log shop last 5"),
        Arguments.of("LOG", new Object[] {"5"}, "log 5"),
        Arguments.of(
            "set", new Object[] {"timed-waiting", "1.5", "../f", "x"}, "TIMED_WAITING 1.5 /f x"),
        Arguments.of("import", new Object[] {"x"}, "import x"));
  }

  @ParameterizedTest
  @MethodSource("good")
  void whatFitsIsCalled(String function, Object[] words, String expected) throws Exception {
    assertThat(call(function, words)).isEqualTo(expected);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of(
            "list", new Object[] {"--mni", "5"}, "unknown flag --mni; did you mean --min?"),
        Arguments.of("list", new Object[] {"-x"}, "unknown flag -x"),
        Arguments.of("list", new Object[] {"--min"}, "--min wants a value"),
        Arguments.of("list", new Object[] {"--all=yes"}, "--all takes no value"),
        Arguments.of(
            "list", new Object[] {"--min", "many"}, "--min: \"many\" is not a whole number"),
        Arguments.of("list", new Object[] {"--min", "99999999999"}, "is not a whole number"),
        Arguments.of("list", new Object[] {"-m", "1", "--min", "2"}, "--min stands 2 times"),
        Arguments.of(
            "list", new Object[] {"--since", "soon"}, "is not a duration like 5, 1500ms or 1m30s"),
        Arguments.of(
            "log",
            new Object[] {},
            "expected 1 argument (VASSAL) or 2 arguments (VASSAL LINES), got 0"),
        Arguments.of("log", new Object[] {"a", "b"}, "LINES: \"b\" is not a whole number"),
        Arguments.of("log", new Object[] {"a", "1", "c"}, "got 3"),
        Arguments.of("log", new Object[] {"--all", "a"}, "unknown flag --all; it has no flags"),
        Arguments.of(
            "set",
            new Object[] {"asleep", "1", "f", "x"},
            "STATE: \"asleep\" is not one of new, runnable"),
        Arguments.of("set", new Object[] {"new", "x", "f", "x"}, "FACTOR: \"x\" is not a number"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatDoesNotFitIsRefusedWithTheUsage(String function, Object[] words, String expected) {
    assertThatThrownBy(() -> call(function, words))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("sample:" + function + ": ")
        .hasMessageContaining(expected)
        .hasMessageContaining("\nusage: sample:" + function);
  }

  @Test
  void theUsageNamesFlagsAndArguments() {
    CommandSpec spec = SpecReader.read(Sample.class, "sample", "list");
    assertThat(spec.usages())
        .containsExactly("sample:list [--all] [--min MIN] [--since SINCE] [--tag TAG] [VASSAL...]");
    assertThat(spec.summary()).isEqualTo("Lists");
    assertThat(spec.area()).isEqualTo("Samples");
    assertThat(spec.examples()).containsExactly("sample:list --min 5 a b");
  }

  @Test
  void nearNamesAreOfferedAndFarOnesAreNot() {
    List<String> names = List.of("vassal:list", "vassal:start", "felix:start", "start", "lb");
    assertThat(Nearest.to("vasal:list", names)).containsExactly("vassal:list");
    assertThat(Nearest.to("vassal:strat", names)).startsWith("vassal:start");
    assertThat(Nearest.to("list", names)).contains("vassal:list");
    assertThat(Nearest.to("bl", names)).containsExactly("lb");
    assertThat(Nearest.to("xyzzy", names)).isEmpty();
    assertThat(Nearest.hint("xyzzy", names)).isEmpty();
  }
}
