package io.trajan.vassal.process.warden;

import io.trajan.request.LogText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What a vassal's processes print, made lines for its log; the last of them are kept for who asks
 * what it died of. A line longer than {@value #MOST_BYTES} bytes is logged in pieces. Thread-safe.
 */
public final class Output {
  /** The longest piece of a line that is held. */
  static final int MOST_BYTES = 8192;

  private static final int KEPT_LINES = 8;
  private static final char ESCAPE = 0x1b;
  private static final Pattern COLOURS = Pattern.compile("\\x1b\\[[0-9;]*m");

  private final Consumer<String> log;
  private final Deque<String> last = new ArrayDeque<>();
  private final byte[] line = new byte[MOST_BYTES];
  private int length;

  /** Lines go to {@code log}. */
  public Output(Consumer<String> log) {
    this.log = log;
  }

  /** Takes bytes as they come, after so many that were lost. */
  public synchronized void take(long dropped, byte[] bytes) {
    if (dropped > 0) {
      log.accept("[" + dropped + " bytes of output were lost here: it writes faster than is read]");
    }
    for (byte each : bytes) {
      if (each == '\n') {
        emit();
      } else {
        line[length++] = each;
        if (length == MOST_BYTES) {
          emit();
        }
      }
    }
  }

  private void emit() {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    String text = new String(line, 0, end, StandardCharsets.UTF_8);
    String plain = text.indexOf(ESCAPE) < 0 ? text : COLOURS.matcher(text).replaceAll("");
    length = 0;
    String safe = LogText.line(plain);
    last.addLast(safe);
    if (last.size() > KEPT_LINES) {
      last.removeFirst();
    }
    log.accept(safe);
  }

  /** Logs an unfinished line. */
  public synchronized void flush() {
    if (length > 0) {
      emit();
    }
  }

  /** The last lines. */
  public synchronized String tail() {
    return String.join(" | ", last);
  }
}
