package io.trajan.shell.server.gogo;

import io.trajan.shell.server.grammar.CommandSpec;
import io.trajan.shell.server.grammar.Signature;
import io.trajan.shell.server.grammar.Slot.ArgumentSlot;
import io.trajan.shell.server.grammar.Slot.FlagSlot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All that is known of one command, as a page for a person; as JSON it is an object. */
public final class HelpPage implements Page {
  private final CommandSpec spec;

  /** Of a command. */
  public HelpPage(CommandSpec spec) {
    this.spec = spec;
  }

  /**
   * A flag or an argument in the JSON form.
   *
   * @param form as in the usage
   * @param description of it
   * @param fallback the value when it is not given, empty for arguments
   */
  public record Part(String form, String description, String fallback) {}

  /**
   * The JSON form.
   *
   * @param name of the command
   * @param description the first one
   * @param usage the ways to call it
   * @param flags all of them
   * @param arguments all of them
   * @param examples command lines
   */
  public record Model(
      String name,
      String description,
      List<String> usage,
      List<Part> flags,
      List<Part> arguments,
      List<String> examples) {}

  @Override
  public Object model() {
    return new Model(
        spec.name(), spec.summary(), spec.usages(), flags(), arguments(), spec.examples());
  }

  private List<Part> flags() {
    return spec.flags().stream()
        .map(f -> new Part(flagForm(f), f.description(), fallback(f)))
        .toList();
  }

  private static String flagForm(FlagSlot f) {
    return String.join(", ", f.names()) + (f.present() == null ? " " + f.value() : "");
  }

  private static String fallback(FlagSlot f) {
    return f.present() == null ? f.absent() : "";
  }

  private List<Part> arguments() {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (Signature signature : spec.signatures()) {
      for (ArgumentSlot a : signature.arguments()) {
        parts.putIfAbsent(a.form(), new Part(a.form(), a.description(), ""));
      }
    }
    return List.copyOf(parts.values());
  }

  @Override
  public String text(int columns) {
    List<String> sections = new ArrayList<>();
    sections.add(spec.name() + (spec.summary().isEmpty() ? "" : "  " + spec.summary()));
    sections.add(section("usage", spec.usages()));
    List<Part> flags = new ArrayList<>(flags());
    flags.add(new Part("--json", "the result as JSON; stands last", ""));
    List<Part> all = new ArrayList<>(arguments());
    all.addAll(flags);
    int width = all.stream().mapToInt(p -> p.form().length()).max().orElse(0);
    sections.add(arguments().isEmpty() ? "" : section("arguments", lines(arguments(), width)));
    sections.add(section("flags", lines(flags, width)));
    sections.add(spec.examples().isEmpty() ? "" : section("examples", spec.examples()));
    sections.add(otherWays());
    return sections.stream().filter(s -> !s.isEmpty()).collect(Collectors.joining("\n\n"));
  }

  /** Overloads that say something else of themselves than the first. */
  private String otherWays() {
    List<String> lines =
        spec.signatures().stream()
            .filter(s -> !s.description().isEmpty() && !s.description().equals(spec.summary()))
            .map(s -> (spec.name() + " " + arguments(s)).strip() + "  " + s.description())
            .distinct()
            .toList();
    return lines.isEmpty() ? "" : section("also", lines);
  }

  private static String arguments(Signature s) {
    return s.arguments().stream().map(ArgumentSlot::form).collect(Collectors.joining(" "));
  }

  private static List<String> lines(List<Part> parts, int width) {
    return parts.stream()
        .map(
            p ->
                (p.form() + " ".repeat(width - p.form().length()) + "  " + text(p)).stripTrailing())
        .toList();
  }

  private static String text(Part p) {
    return p.description() + (p.fallback().isEmpty() ? "" : " (default " + p.fallback() + ")");
  }

  private static String section(String title, List<String> lines) {
    return lines.stream().collect(Collectors.joining("\n  ", title + "\n  ", ""));
  }
}
