package io.trajan.vassal;

import io.trajan.config.codec.Fault;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A vassal as the emperor sees it; an immutable snapshot.
 *
 * @param name its name
 * @param state how it stands
 * @param generation the generation that serves, 0 when none does
 * @param since when this state began
 * @param reason why it is not ready, or why the last reload was refused; empty when all is well
 * @param file its file
 * @param faults the faults of its file as it is now
 * @param journey the steps of the latest start or reload
 * @param facts what its instances say of themselves, each named {@code launcher.fact}
 */
public record VassalInfo(
    String name,
    VassalState state,
    long generation,
    Instant since,
    String reason,
    Path file,
    List<Fault> faults,
    List<Journey.Step> journey,
    Map<String, Object> facts) {}
