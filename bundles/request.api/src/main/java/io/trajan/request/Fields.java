package io.trajan.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Header or trailer fields in the order in which they arrived; names compare without case (RFC 9110
 * §5.1). Each character stands for one byte (ISO-8859-1), as on the wire. Mutable and not
 * thread-safe: whoever made it owns it until it is handed over, and nobody changes it afterwards.
 * Lookup is a scan, cheaper than a table for the few fields that messages have.
 */
public final class Fields {
  private String[] pairs;
  private int length;

  /** Makes room for ten fields, which holds what browsers send. */
  public Fields() {
    pairs = new String[20];
  }

  /** Fields from names and values in turn. */
  public static Fields of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "a name without a value: " + namesAndValues.length + " strings");
    }
    Fields fields = new Fields();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return fields;
  }

  /** Adds a field after the others, also when the name is already there. */
  public Fields add(String name, String value) {
    if (length == pairs.length) {
      pairs = Arrays.copyOf(pairs, pairs.length * 2);
    }
    pairs[length++] = name;
    pairs[length++] = value;
    return this;
  }

  /** Replaces every field of that name by one. */
  public Fields set(String name, String value) {
    remove(name);
    return add(name, value);
  }

  /** Removes every field of that name. */
  public void remove(String name) {
    int kept = 0;
    for (int i = 0; i < length; i += 2) {
      if (!pairs[i].equalsIgnoreCase(name)) {
        pairs[kept++] = pairs[i];
        pairs[kept++] = pairs[i + 1];
      }
    }
    length = kept;
  }

  /** The first value of that name, or null. */
  public @Nullable String get(String name) {
    for (int i = 0; i < length; i += 2) {
      if (pairs[i].equalsIgnoreCase(name)) {
        return pairs[i + 1];
      }
    }
    return null;
  }

  /** Every value of that name in order; empty when there is none. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>();
    forEach(
        (n, value) -> {
          if (n.equalsIgnoreCase(name)) {
            values.add(value);
          }
        });
    return values;
  }

  /** Whether a field of that name is there. */
  public boolean has(String name) {
    return get(name) != null;
  }

  /** How many fields there are. */
  public int size() {
    return length / 2;
  }

  /** The name of field {@code index}, from 0. */
  public String name(int index) {
    return pairs[index * 2];
  }

  /** The value of field {@code index}, from 0. */
  public String value(int index) {
    return pairs[index * 2 + 1];
  }

  /** Calls {@code each} with every name and value in order. */
  public void forEach(BiConsumer<String, String> each) {
    for (int i = 0; i < length; i += 2) {
      each.accept(pairs[i], pairs[i + 1]);
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    forEach((name, value) -> text.append(name).append(": ").append(value).append('\n'));
    return text.toString();
  }
}
