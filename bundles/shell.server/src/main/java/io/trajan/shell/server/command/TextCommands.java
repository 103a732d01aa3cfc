package io.trajan.shell.server.command;

import io.trajan.shell.CommandException;
import io.trajan.shell.Example;
import io.trajan.shell.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.felix.service.command.Descriptor;
import org.apache.felix.service.command.Parameter;
import org.osgi.service.component.annotations.Component;

/** Small tools for pipes. */
@Component(
    service = TextCommands.class,
    property = {
      "osgi.command.scope=shell",
      "osgi.command.function=echo",
      "osgi.command.function=grep"
    })
@Descriptor("The shell itself")
public final class TextCommands {
  /** Words in one line. */
  @Descriptor("Returns its arguments in one line")
  @Example("echo hello")
  public String echo(@Descriptor("what to say") String... words) {
    return String.join(" ", words);
  }

  /** Lines that match; status 1 when there were none. */
  @Descriptor("Passes on the lines of its input that match")
  @Example({"lb | grep -i jetty", "help | grep -v felix"})
  public Verdict grep(
      @Parameter(
              names = {"-i", "--ignore-case"},
              presentValue = "true",
              absentValue = "false")
          @Descriptor("small and capital letters are the same")
          boolean ignoreCase,
      @Parameter(
              names = {"-v", "--invert"},
              presentValue = "true",
              absentValue = "false")
          @Descriptor("the lines that do not match")
          boolean invert,
      @Descriptor("a regular expression") String pattern)
      throws CommandException, IOException {
    Pattern compiled =
        compile(pattern, ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    int found = 0;
    String line;
    while ((line = in.readLine()) != null) {
      if (compiled.matcher(line).find() != invert) {
        System.out.println(line);
        found++;
      }
    }
    return new Verdict(null, found > 0 ? 0 : 1);
  }

  private static Pattern compile(String pattern, int flags) throws CommandException {
    try {
      return Pattern.compile(pattern, flags);
    } catch (PatternSyntaxException e) {
      throw new CommandException(
          "grep: \"" + pattern + "\" is not a regular expression: " + e.getDescription(), 2);
    }
  }
}
