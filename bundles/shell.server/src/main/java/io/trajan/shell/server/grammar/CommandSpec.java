package io.trajan.shell.server.grammar;

import io.trajan.shell.server.grammar.Slot.FlagSlot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is known of a command.
 *
 * @param name scope and function: {@code vassal:list}
 * @param area what the scope is about, may be empty
 * @param signatures the ways to call it, those with fewer arguments first; empty when it parses its
 *     arguments itself
 */
public record CommandSpec(String name, String area, List<Signature> signatures) {
  /** The line in the list of commands. */
  public String summary() {
    return signatures.stream()
        .map(Signature::description)
        .filter(d -> !d.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** All flags of all ways, each once. */
  public List<FlagSlot> flags() {
    Map<String, FlagSlot> flags = new LinkedHashMap<>();
    signatures.forEach(s -> s.flags().forEach(f -> flags.putIfAbsent(f.name(), f)));
    return List.copyOf(flags.values());
  }

  /** The examples of all ways. */
  public List<String> examples() {
    return signatures.stream().flatMap(s -> s.examples().stream()).distinct().toList();
  }

  /** One line for each way to call it. */
  public List<String> usages() {
    return signatures.isEmpty()
        ? List.of(name + " [ARGUMENT...]")
        : signatures.stream().map(s -> (name + " " + s.form()).stripTrailing()).distinct().toList();
  }

  /** Refuses flags that no way of calling has, and flags without their values. */
  public void checkFlags(List<Object> words) throws UsageException {
    var _ = Words.parse(this, words);
  }

  /** A message with the usage behind it. */
  public UsageException misuse(String what) {
    return new UsageException(
        name
            + ": "
            + what
            + usages().stream().collect(Collectors.joining("\n       ", "\nusage: ", ""))
            + "\nhelp "
            + name
            + " tells more");
  }
}
