package io.trajan.shell;

import java.util.Optional;

/**
 * Knows how commands that are not there could be had. A whiteboard service; called when a person
 * typed an unknown command.
 */
public interface CommandAdvice {
  /**
   * What would bring the command, as something to type: {@code feature:install http}; empty when
   * nothing known would.
   *
   * @param command as typed, {@code scope:function}
   */
  Optional<String> toGet(String command);
}
