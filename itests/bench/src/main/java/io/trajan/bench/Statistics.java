package io.trajan.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Medians and spreads of a few rounds. */
final class Statistics {
  private Statistics() {}

  /** The median; the lower of the middle two for an even number, 0 for none. */
  static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
    return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
  }

  /** How far the rounds lie apart, as a share of the median: what the machine's noise was. */
  static double spread(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    double median = median(samples, figure);
    double least = samples.stream().mapToDouble(figure).min().orElse(0);
    double most = samples.stream().mapToDouble(figure).max().orElse(0);
    return median == 0 ? 0 : (most - least) / median;
  }
}
