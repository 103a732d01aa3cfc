package io.trajan.config.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a file with their numbers, handed out one after another. For one thread. */
final class Lines {
  /** A line without its end. */
  record Line(int number, String text) {}

  private final List<Line> lines = new ArrayList<>();
  private int next;

  Lines(byte[] bytes, ConfigLimits limits, FaultList faults) {
    if (bytes.length > limits.bytes()) {
      faults.add(0, "", "is larger than " + Units.size(limits.bytes()));
      return;
    }
    split(bytes, limits, faults);
  }

  private void split(byte[] bytes, ConfigLimits limits, FaultList faults) {
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i < bytes.length && bytes[i] != '\n') {
        continue;
      }
      if (lines.size() == limits.lines()) {
        faults.add(limits.lines(), "", "is longer than " + limits.lines() + " lines");
        return;
      }
      int number = lines.size() + 1;
      lines.add(new Line(number, text(bytes, start, i, number, faults)));
      start = i + 1;
    }
  }

  private static String text(byte[] bytes, int start, int end, int number, FaultList faults) {
    int stop = end > start && bytes[end - 1] == '\r' ? end - 1 : end;
    String text = decoded(ByteBuffer.wrap(bytes, start, stop - start));
    if (text == null) {
      faults.add(number, "", "has bytes that are not UTF-8");
      // Replaced, not dropped: the structure of the file stays readable for further faults.
      return new String(bytes, start, stop - start, StandardCharsets.UTF_8);
    }
    if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t' && c != '\f')) {
      faults.add(number, "", "has a control character; write it as \\n, \\r or \\u0000");
    }
    return number == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static @Nullable String decoded(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(bytes)
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  /** The next line, or null at the end. */
  @Nullable Line take() {
    return next < lines.size() ? lines.get(next++) : null;
  }

  /** Gives the line taken last back. */
  void back() {
    next--;
  }
}
