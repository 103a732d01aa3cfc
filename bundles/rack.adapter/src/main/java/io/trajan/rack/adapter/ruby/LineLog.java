package io.trajan.rack.adapter.ruby;

import io.trajan.request.LogText;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A stream whose lines become log lines: what a Ruby program prints. A line longer than {@value
 * #MOST_BYTES} bytes is logged in pieces. Thread-safe; lines of different threads mix only where
 * the program itself lets a line be unfinished.
 */
public final class LineLog extends OutputStream {
  /** The longest piece of a line that is held. */
  public static final int MOST_BYTES = 8192;

  private static final char ESCAPE = 0x1b;
  private static final Pattern COLOURS = Pattern.compile("\\x1b\\[[0-9;]*m");

  private final Consumer<String> log;
  private final byte[] line = new byte[MOST_BYTES];
  private int length;

  /**
   * Lines go to {@code log} as UTF-8, without their ends and without colours, control characters
   * escaped.
   */
  public LineLog(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public synchronized void write(int value) {
    if (value == '\n') {
      emit();
      return;
    }
    line[length++] = (byte) value;
    if (length == MOST_BYTES) {
      emit();
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int count) {
    for (int i = offset; i < offset + count; i++) {
      write(bytes[i]);
    }
  }

  /** Logs an unfinished line. */
  @Override
  public synchronized void close() {
    if (length > 0) {
      emit();
    }
  }

  private void emit() {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    String text = new String(line, 0, end, StandardCharsets.UTF_8);
    String plain = text.indexOf(ESCAPE) < 0 ? text : COLOURS.matcher(text).replaceAll("");
    log.accept(LogText.line(plain));
    length = 0;
  }
}
