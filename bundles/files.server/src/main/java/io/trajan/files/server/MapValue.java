package io.trajan.files.server;

import io.trajan.config.codec.BadValueException;
import io.trajan.config.codec.ValueType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * The value of {@code static-map}: {@code /prefix=path}.
 *
 * @param mount the prefix without a final slash, empty for {@code /}
 * @param target directory or file, as written
 */
record MapValue(String mount, Path target) {
  static final ValueType<MapValue> TYPE = new Type();

  private static final class Type implements ValueType<MapValue> {
    @Override
    public MapValue parse(String text) throws BadValueException {
      int equals = text.indexOf('=');
      if (equals < 1 || equals == text.length() - 1 || text.charAt(0) != '/') {
        throw new BadValueException(expectation());
      }
      String mount = text.substring(0, equals).strip();
      while (mount.endsWith("/")) {
        mount = mount.substring(0, mount.length() - 1);
      }
      if (mount.indexOf('?') >= 0 || mount.contains("//")) {
        throw new BadValueException(expectation());
      }
      if ((mount + "/").contains("/./") || (mount + "/").contains("/../")) {
        throw new BadValueException(expectation() + ", the prefix without . and ..");
      }
      try {
        return new MapValue(mount, Path.of(text.substring(equals + 1).strip()));
      } catch (InvalidPathException e) {
        throw new BadValueException(expectation());
      }
    }

    @Override
    public String expectation() {
      return "/prefix=directory or /path=file";
    }

    @Override
    public String name() {
      return "map";
    }
  }
}
