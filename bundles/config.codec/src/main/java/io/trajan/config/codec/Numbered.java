package io.trajan.config.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Joins {@code key.1}, {@code key.2} to one list and refuses a key that stands twice. */
final class Numbered {
  private static final Pattern NUMBERED = Pattern.compile("(.+)\\.([0-9]{1,4})");

  private final FaultList faults;
  private final SequencedMap<String, Group> groups = new LinkedHashMap<>();

  private Numbered(FaultList faults) {
    this.faults = faults;
  }

  static List<ConfigEntry> join(List<ConfigEntry> entries, FaultList faults) {
    Numbered numbered = new Numbered(faults);
    entries.forEach(numbered::add);
    List<ConfigEntry> joined = new ArrayList<>();
    numbered.groups.forEach((key, group) -> joined.add(group.joined(key)));
    return joined;
  }

  private void add(ConfigEntry entry) {
    Matcher matcher = NUMBERED.matcher(entry.key());
    if (matcher.matches()) {
      numbered(entry, matcher.group(1), Integer.parseInt(matcher.group(2)));
      return;
    }
    Group group = groups.putIfAbsent(entry.key(), new Group(entry, null));
    if (group != null) {
      twice(entry, group.first);
    }
  }

  private void numbered(ConfigEntry entry, String key, int number) {
    if (entry.list()) {
      faults.add(entry.place().line(), entry.key(), "an item of a list cannot be a list");
      return;
    }
    Group group = groups.computeIfAbsent(key, k -> new Group(entry, new TreeMap<>()));
    ConfigEntry earlier = group.items == null ? group.first : group.items.get(number);
    if (group.items == null || earlier != null) {
      twice(entry, earlier == null ? group.first : earlier);
      return;
    }
    group.items.put(number, entry);
  }

  private void twice(ConfigEntry entry, ConfigEntry first) {
    boolean same = first.key().equals(entry.key());
    String also = same ? "" : " as " + first.key();
    String list = same ? "; a key that takes several is written once, with a list" : "";
    faults.add(
        entry.place().line(),
        entry.key(),
        "is given twice: already in line " + first.place().line() + also + list);
  }

  private static final class Group {
    private final ConfigEntry first;
    private final @Nullable Map<Integer, ConfigEntry> items;

    Group(ConfigEntry first, @Nullable Map<Integer, ConfigEntry> items) {
      this.first = first;
      this.items = items;
    }

    ConfigEntry joined(String key) {
      if (items == null) {
        return first;
      }
      List<ConfigItem> joined = new ArrayList<>();
      items.values().forEach(entry -> joined.add(entry.items().getFirst()));
      return new ConfigEntry(key, first.place(), true, joined);
    }
  }
}
