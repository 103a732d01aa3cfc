package io.trajan.vassal;

/**
 * An order to a {@link Launcher}.
 *
 * @param spec what to start
 * @param generation the generation, growing with each launch of this vassal; goes into the service
 *     property {@code trajan.generation} of its handlers
 * @param journey where the steps are told
 */
public record Launch(VassalSpec spec, long generation, Journey journey) {}
