package io.trajan.http.server.http1;

import io.trajan.http.server.net.Limits;
import io.trajan.http.server.net.Pace;

/** How fast the client takes what is sent to it. Confined to the event loop. */
final class Taking {
  private final Output output;
  private final Pace pace;
  private long taken;

  Taking(Output output, Limits limits) {
    this.output = output;
    this.pace = new Pace(limits.write(), limits.writeBytesPerSecond());
  }

  /** Whether it takes less than it has to. */
  boolean isTooSlow(long now) {
    long gone = output.gone();
    pace.moved(Math.max(0, gone - taken));
    taken = Math.max(taken, gone);
    return pace.isTooSlow(now, output.isWaiting());
  }
}
