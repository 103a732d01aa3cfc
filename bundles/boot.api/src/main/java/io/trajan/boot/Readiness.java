package io.trajan.boot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * When the process may call itself ready: a service of the system bundle, always there.
 *
 * <p>A bundle that has something to get going before the process is ready opens a {@link Gate}
 * while it is activated and reports on it until it has settled. READY is announced once, when the
 * start levels are reached and every gate that is open then has settled, or when the launcher's
 * deadline has passed. Gates stay open afterwards: they are what the readiness probe and the health
 * checks show. All methods may be called on any thread and do not block.
 */
@ProviderType
public interface Readiness {
  /**
   * Opens a gate, unsettled.
   *
   * @param name what an operator calls it ({@code vassals}, {@code admin}); a second gate of one
   *     name is allowed, so that an updated bundle may open its gate before the old one is closed
   * @param rank where its words stand on the READY line, lowest first; 100 vassals, 200 addresses,
   *     300 admin
   * @return the gate, owned by the caller, who closes it when its bundle stops
   */
  Gate gate(String name, int rank);

  /** The gates that are open now, by rank. */
  List<GateState> gates();

  /** How long after the start of the process READY was announced; empty until then. */
  Optional<Duration> readyAfter();

  /**
   * What one gate says.
   *
   * @param name the name it was opened with
   * @param settled whether READY need not wait for it
   * @param words its words of the READY line
   */
  record GateState(String name, boolean settled, List<String> words) {
    public GateState {
      words = List.copyOf(words);
    }
  }
}
