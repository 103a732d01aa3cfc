package io.trajan.rack.adapter.ruby;

import io.trajan.vassal.LaunchException;
import java.nio.file.Path;
import org.jruby.RubyException;
import org.jruby.exceptions.RaiseException;
import org.jruby.runtime.backtrace.RubyStackTraceElement;

/** Why an application did not load, for the operator. */
final class LoadFailures {
  private LoadFailures() {}

  static LaunchException explain(Path rackup, RaiseException failure) {
    RubyException exception = failure.getException();
    String type = Backtraces.typeOf(exception);
    String message = Backtraces.messageOf(exception).strip();
    String where = where(rackup, exception);
    String reason =
        type.equals("SyntaxError") ? message : where + ": " + message + " (" + type + ")";
    return new LaunchException(reason, remedy(type, message), failure);
  }

  /** The first place in the backtrace that is not Ruby's or ours. */
  private static String where(Path rackup, RubyException exception) {
    RubyStackTraceElement[] elements = exception.getBacktraceElements();
    for (int i = 0; elements != null && i < elements.length; i++) {
      if (Backtraces.isProgram(elements[i])) {
        return elements[i].getFileName() + ":" + elements[i].getLineNumber();
      }
    }
    return rackup.toString();
  }

  private static String remedy(String type, String message) {
    if (type.equals("LoadError") && message.contains("-- bundler")) {
      return "Bundler is missing: give a rb-gem-path that has it.";
    }
    if (type.startsWith("Bundler::")) {
      return "Run bundle install for the Gemfile with this Ruby, or name another with gemfile.";
    }
    return switch (type) {
      case "LoadError", "Gem::LoadError", "Gem::MissingSpecError" ->
          "Install the library, or say where it is with rb-lib, rb-gem-path or gemfile.";
      case "SyntaxError" -> "Mend the file; the embedded engine speaks Ruby 3.4.";
      case "SystemExit" -> "The program called exit while it was loaded; its log may say why.";
      case "Errno::ENOENT" -> "Relative paths start at the program's directory; see chdir.";
      default -> "The program itself failed while it was loaded; its log has the backtrace.";
    };
  }
}
