package io.trajan.shell.server.gogo;

import io.trajan.shell.server.result.Value;

/**
 * A result that was asked for as JSON.
 *
 * @param value what to write
 * @param status the command's exit status
 */
public record JsonResult(Value value, int status) {}
