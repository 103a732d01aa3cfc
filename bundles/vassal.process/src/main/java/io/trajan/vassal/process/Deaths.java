package io.trajan.vassal.process;

/** How processes ended, in words. Pure. */
final class Deaths {
  private static final String[] SIGNALS = {
    "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM"
  };

  private Deaths() {}

  /**
   * Puts {@code exit|signal N utime stime maxrss} into words; times in microseconds, memory in
   * kilobytes.
   */
  static String words(String how) {
    String[] parts = how.strip().split(" ");
    StringBuilder text = new StringBuilder();
    if (parts.length >= 2 && parts[0].equals("signal")) {
      text.append("was killed by signal ").append(signal(parts[1]));
    } else if (parts.length >= 2) {
      text.append("ended with status ").append(parts[1]);
    } else {
      text.append("ended");
    }
    if (parts.length >= 5) {
      text.append(" after ").append(seconds(parts[2], parts[3])).append(" s of CPU");
      if (!parts[4].equals("0")) {
        text.append(", at most ").append(megabytes(parts[4])).append(" MB");
      }
    }
    return how.endsWith(" core") ? text + ", core dumped" : text.toString();
  }

  private static String signal(String number) {
    int value = number.matches("[0-9]{1,2}") ? Integer.parseInt(number) : 0;
    return value > 0 && value < SIGNALS.length ? number + " (" + SIGNALS[value] + ")" : number;
  }

  private static String seconds(String user, String system) {
    double total = (number(user) + number(system)) / 1e6;
    return String.format(java.util.Locale.ROOT, "%.2f", total);
  }

  private static String megabytes(String kilobytes) {
    return Long.toString(Math.round(number(kilobytes) / 1024.0));
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
  }
}
