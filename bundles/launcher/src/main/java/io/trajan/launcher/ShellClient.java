package io.trajan.launcher;

import io.trajan.launcher.shell.ClientFailure;
import io.trajan.launcher.shell.ClientOptions;
import io.trajan.launcher.shell.Dialogue;

/**
 * The client of the emperor's shell, {@code ./trajan shell}: relays bytes between a terminal and
 * the control socket. A process of its own that is to start fast: JDK only, and in what it runs
 * every time no lambda, no string template, no stream, each of which costs milliseconds in a young
 * JVM.
 */
public final class ShellClient {
  private ShellClient() {}

  /** Ends the process with the status of the command, or one of {@link ClientFailure}. */
  public static void main(String[] args) {
    int status;
    try {
      status = new Dialogue(ClientOptions.parse(args), SignalHook::on).run();
    } catch (ClientFailure e) {
      System.err.println(e.getMessage());
      status = e.status();
    }
    System.exit(status);
  }
}
