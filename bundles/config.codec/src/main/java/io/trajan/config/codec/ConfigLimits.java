package io.trajan.config.codec;

/**
 * How much of a configuration file is read; beyond a limit stands a fault.
 *
 * @param bytes the size of a file
 * @param lines the lines of a file
 * @param keyLength the characters of a key
 * @param valueLength the characters of a value, of each item of a list
 * @param items the items of a list
 * @param faults how many faults of a file are told; the last one says that there are more
 */
public record ConfigLimits(
    int bytes, int lines, int keyLength, int valueLength, int items, int faults) {
  /**
   * For files of a person: 1 MiB, 20,000 lines, keys of 256, values of 65,536, lists of 10,000, 100
   * faults.
   */
  public static final ConfigLimits DEFAULT =
      new ConfigLimits(1 << 20, 20_000, 256, 1 << 16, 10_000, 100);
}
