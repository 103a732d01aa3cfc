package io.trajan.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process holds, counted from outside after a full collection.
 *
 * @param threads kernel threads
 * @param descriptors open files and sockets
 * @param loaders class loaders that are alive, those of hidden classes included
 * @param metaspaceKiB metaspace in use, KiB
 */
public record Census(long threads, long descriptors, long loaders, long metaspaceKiB) {
  private static final Pattern TOTAL = Pattern.compile("Total Usage - (\\d+) loaders");
  private static final Pattern METASPACE = Pattern.compile("Metaspace\\s+used (\\d+)K");

  /** Counts now. */
  public static Census of(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    jcmd(pid, "GC.run");
    String metaspace = jcmd(pid, "VM.metaspace");
    return new Census(
        entries("/proc/" + pid + "/task"),
        entries("/proc/" + pid + "/fd"),
        number(TOTAL, metaspace),
        number(METASPACE, metaspace));
  }

  private static long entries(String directory) throws IOException {
    try (var list = Files.list(Path.of(directory))) {
      return list.count();
    }
  }

  private static long number(Pattern pattern, String text) throws IOException {
    Matcher found = pattern.matcher(text);
    if (!found.find()) {
      throw new IOException("no " + pattern + " in:\n" + text);
    }
    return Long.parseLong(found.group(1));
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("jcmd " + command + " did not end");
    }
    return text;
  }
}
