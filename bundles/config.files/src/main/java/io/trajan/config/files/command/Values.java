package io.trajan.config.files.command;

import io.trajan.config.files.Survey;
import io.trajan.config.files.schema.Attribute;
import io.trajan.config.files.schema.Schema;
import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.InvalidSyntaxException;

/** The values of a configuration for the eyes of a person. */
final class Values {
  private static final String MASK = "***";

  private Values() {}

  /** What is in force, secrets masked; null when there is no configuration. */
  static @Nullable Map<String, Object> shown(Survey survey, String pid)
      throws IOException, InvalidSyntaxException {
    Dictionary<String, Object> inForce = survey.inForce(pid);
    if (inForce == null) {
      return null;
    }
    Map<String, String> written = survey.shown(pid);
    Schema schema = survey.schema(pid);
    Map<String, Object> values = new TreeMap<>();
    for (String key : Collections.list(inForce.keys())) {
      if (!key.startsWith(".trajan.")) {
        values.put(key, shown(key, inForce.get(key), written, schema));
      }
    }
    return values;
  }

  private static Object shown(
      String key, Object value, Map<String, String> written, @Nullable Schema schema) {
    String text = written.get(key);
    if (text != null && text.contains(MASK)) {
      return text;
    }
    boolean secret =
        key.startsWith(".")
            || key.matches("(?i).*(password|passphrase|secret).*")
            || (schema != null && schema.attribute(key).map(Attribute::secret).orElse(false));
    return secret ? MASK : value;
  }
}
