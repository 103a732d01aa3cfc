package io.trajan.shell.server.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;

/**
 * The words of the statement under the cursor, for completion: quotes are taken off, and what
 * stands before a {@code |}, {@code ;}, {@code &}, bracket or line end is another statement.
 */
final class LineWords implements CompletingParsedLine {
  private static final String SEPARATORS = "|;&(){}[]\n";
  private static final String SPECIAL = SEPARATORS + " \t\"'\\$#=<>*?~!`";

  private final String line;
  private final int cursor;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private int index = -1;
  private int wordCursor;
  private int rawStart;
  private int rawEnd;
  private char quote;
  private boolean inWord;

  LineWords(String line, int cursor) {
    this.line = line;
    this.cursor = cursor;
    scan();
  }

  private void scan() {
    int start = 0;
    char open = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == cursor && index < 0) {
        mark(inWord ? start : i, open);
      }
      char c = i < line.length() ? line.charAt(i) : '\n';
      if (open == 0 && (Character.isWhitespace(c) || SEPARATORS.indexOf(c) >= 0)) {
        endWord(i);
        if (index >= 0) {
          return;
        }
        if (SEPARATORS.indexOf(c) >= 0) {
          words.clear();
        }
        continue;
      }
      if (!inWord) {
        start = i;
        inWord = true;
      }
      if (i == line.length()) {
        break;
      }
      if (c == '\\' && open != '\'' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
      } else if (c == open) {
        open = 0;
      } else if (open == 0 && (c == '"' || c == '\'')) {
        open = c;
      } else {
        word.append(c);
      }
    }
    endWord(line.length());
  }

  private void mark(int start, char open) {
    index = words.size();
    wordCursor = word.length();
    rawStart = start;
    rawEnd = cursor;
    quote = open;
  }

  private void endWord(int end) {
    if (inWord || index == words.size()) {
      words.add(word.toString());
      rawEnd = index == words.size() - 1 ? Math.max(end, cursor) : rawEnd;
      word.setLength(0);
      inWord = false;
    }
  }

  @Override
  public CharSequence escape(CharSequence candidate, boolean complete) {
    String text = candidate.toString();
    if (quote == 0 && text.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0)) {
      return text;
    }
    char q = quote == 0 ? '\'' : quote;
    return q + text + (complete ? String.valueOf(q) : "");
  }

  @Override
  public int rawWordCursor() {
    return cursor - rawStart;
  }

  @Override
  public int rawWordLength() {
    return rawEnd - rawStart;
  }

  @Override
  public String word() {
    return words.get(index);
  }

  @Override
  public int wordCursor() {
    return wordCursor;
  }

  @Override
  public int wordIndex() {
    return index;
  }

  @Override
  public List<String> words() {
    return words;
  }

  @Override
  public String line() {
    return line;
  }

  @Override
  public int cursor() {
    return cursor;
  }
}
