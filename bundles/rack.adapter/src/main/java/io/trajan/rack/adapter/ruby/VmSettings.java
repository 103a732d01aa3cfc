package io.trajan.rack.adapter.ruby;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a runtime is set up.
 *
 * @param directory its working directory
 * @param environment its environment variables
 * @param loadPath directories searched before Ruby's own
 * @param output where standard output goes
 * @param error where standard error goes
 */
public record VmSettings(
    Path directory,
    Map<String, String> environment,
    List<String> loadPath,
    LineLog output,
    LineLog error) {}
