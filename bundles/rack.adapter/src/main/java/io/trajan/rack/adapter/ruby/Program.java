package io.trajan.rack.adapter.ruby;

import io.trajan.vassal.LaunchException;
import java.nio.file.Path;
import java.util.List;
import org.jruby.Ruby;
import org.jruby.RubyArray;
import org.jruby.exceptions.MainExitException;
import org.jruby.exceptions.RaiseException;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.builtin.IRubyObject;
import org.jspecify.annotations.Nullable;

/**
 * A loaded application.
 *
 * @param application what is called with requests
 * @param release the release of the rack gem that was loaded with it, empty when there was none
 */
public record Program(IRubyObject application, String release) {
  /**
   * Loads a config.ru; the calling thread runs it.
   *
   * @throws LaunchException with file, line, probable cause and remedy
   */
  public static Program load(RubyVm vm, Path rackup, @Nullable Path gemfile, List<String> requires)
      throws LaunchException {
    Ruby ruby = vm.ruby();
    ThreadContext context = ruby.getCurrentContext();
    IRubyObject[] arguments = {
      ruby.newString(rackup.toString()),
      gemfile == null ? context.nil : ruby.newString(gemfile.toString()),
      RubyArray.newArray(ruby, requires.stream().<IRubyObject>map(ruby::newString).toList())
    };
    try {
      IRubyObject loaded = vm.trajan().callMethod(context, "load", arguments);
      RubyArray<?> result = (RubyArray<?>) loaded.convertToArray();
      return checked(rackup, result.eltOk(0), result.eltOk(1).asJavaString());
    } catch (RaiseException e) {
      throw LoadFailures.explain(rackup, e);
    } catch (MainExitException | StackOverflowError e) {
      String what = e instanceof MainExitException ? "called exit!" : "recursed without end";
      throw new LaunchException(rackup + ": the program " + what + " while it was loaded", "", e);
    }
  }

  private static Program checked(Path rackup, IRubyObject application, String release)
      throws LaunchException {
    if (!application.respondsTo("call")) {
      String type = Backtraces.typeOf(application);
      throw new LaunchException(
          rackup + ": the application is a " + type + ", which has no call method",
          "Give run an object that responds to call(env), such as a lambda or an instance.");
    }
    return new Program(application, release);
  }
}
