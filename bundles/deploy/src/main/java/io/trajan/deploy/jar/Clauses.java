package io.trajan.deploy.jar;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a manifest header into clauses and a clause into its parts, at separators outside of
 * double quotes (OSGi Core 3.2.4). Pure.
 */
final class Clauses {
  private Clauses() {}

  /** The paths of all clauses: {@code a;b;x=1,c} gives a, b, c. */
  static List<String> paths(String header) throws BadJarException {
    var paths = new ArrayList<String>();
    for (var clause : split(header, ',')) {
      for (var part : split(clause, ';')) {
        if (!hasEquals(part)) {
          paths.add(part);
        }
      }
    }
    return paths;
  }

  /**
   * The pieces between separators, trimmed.
   *
   * @throws BadJarException when a quote is not closed, or a piece is empty
   */
  static List<String> split(String text, char separator) throws BadJarException {
    var pieces = new ArrayList<String>();
    var quoted = false;
    var start = 0;
    for (var i = 0; i <= text.length(); i++) {
      var end = i == text.length();
      if (!end && text.charAt(i) == '"' && (i == 0 || text.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      } else if (end || (text.charAt(i) == separator && !quoted)) {
        pieces.add(piece(text, start, i));
        start = i + 1;
      }
    }
    if (quoted) {
      throw new BadJarException("a quote is not closed in \"" + shortened(text) + "\"");
    }
    return pieces;
  }

  private static String piece(String text, int start, int end) throws BadJarException {
    var piece = text.substring(start, end).strip();
    if (piece.isEmpty()) {
      throw new BadJarException("an empty clause in \"" + shortened(text) + "\"");
    }
    return piece;
  }

  private static boolean hasEquals(String part) {
    var quote = part.indexOf('"');
    var equals = part.indexOf('=');
    return equals >= 0 && (quote < 0 || equals < quote);
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
