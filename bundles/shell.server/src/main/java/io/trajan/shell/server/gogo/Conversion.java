package io.trajan.shell.server.gogo;

import io.trajan.shell.Verdict;
import io.trajan.shell.server.result.Json;
import io.trajan.shell.server.result.TextView;
import io.trajan.shell.server.result.Values;
import java.nio.file.Path;
import java.util.Map;
import org.apache.felix.service.command.Converter;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * What Gogo asks for: bundles by id or symbolic name for the arguments of Felix's commands, and our
 * values as text without a terminal's width where a result becomes the input of the next command in
 * a pipe.
 */
final class Conversion implements Converter {
  private final CommandRegistry registry;

  Conversion(CommandRegistry registry) {
    this.registry = registry;
  }

  @Override
  public @Nullable Object convert(Class<?> type, Object in) {
    if (type != Bundle.class || !(in instanceof CharSequence)) {
      return null;
    }
    for (Bundle bundle : registry.bundles()) {
      if (in.toString().equals(Long.toString(bundle.getBundleId()))
          || in.toString().equals(bundle.getSymbolicName())) {
        return bundle;
      }
    }
    return null;
  }

  @Override
  public @Nullable CharSequence format(Object target, int level, Converter escape) {
    return switch (target) {
      case JsonResult j -> Json.of(j.value());
      case Page p -> p.text(0);
      case Verdict v -> v.value() == null ? "" : text(v.value(), escape);
      case Path _ -> null;
      case Record r -> text(r, escape);
      case Iterable<?> i -> text(i, escape);
      case Map<?, ?> m -> text(m, escape);
      default -> null;
    };
  }

  private static String text(Object object, Converter escape) {
    Values values = new Values((o, _) -> line(o, escape));
    return new TextView(0, false).text(values.of(object));
  }

  private static String line(Object object, Converter escape) {
    try {
      return String.valueOf(escape.format(object, Converter.LINE, escape));
    } catch (Exception e) {
      return String.valueOf(object);
    }
  }
}
